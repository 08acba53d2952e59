import type { Images } from '#adapters/images';
import { passed, reminded } from '#core/escalation';
import type { ImageRecord } from '#core/image';
import { isAmong } from '#core/mailbox';
import { dueMilestones, type Milestone, wakesAt } from '#core/milestone';
import { waitingFor } from '#core/panel';
import { asking } from './asking.ts';
import { type DigestServices, digests } from './digests.ts';
import { escalating } from './escalating.ts';
import { expiry, type ReviewServices } from './reviews.ts';

export interface WatchServices extends DigestServices, ReviewServices {
  images: Pick<Images, 'get' | 'change'>;
}

/** Where a review stands for its clock: `next` is `wait`, an outcome, `failed`, or `superseded`; `until` is ISO 8601. */
export interface Standing {
  next: string;
  until: string;
}

/**
 * Does what is due for a review: asks after quiet hours, reminds those who have not decided, asks others as well,
 * and past the due time lets it expire.
 */
export function watching(services: WatchServices) {
  const { images, now } = services;
  const join = digests(services);
  const ask = asking(services);
  const expire = expiry(services);
  const escalateNow = escalating(services);
  const acts: Record<Milestone['what'], (record: ImageRecord) => Promise<unknown>> = {
    ask: async ({ id, round }) => {
      const [asked] = await ask([{ id, round }]);
      if (asked?.status === 'rejected') throw asked.reason;
      return images.change(id, (seen) => passed(seen, round, 'ask', now()));
    },
    remind,
    escalate: (record) => escalateNow([record], 'late'),
  };

  return async (id: string, execution: string): Promise<Standing> => {
    const seen = await images.get(id);
    if (!seen?.review || seen.execution !== execution) {
      return { next: 'superseded', until: now().toISOString() };
    }
    const { review = seen.review } = await expire(id);
    if (review.outcome) return { next: review.outcome, until: review.dueAt };
    // Ended by a fault: nothing of it would ever be done, and the clock would come back at once, again and again.
    if (seen.status !== 'in-review') return { next: seen.status, until: review.dueAt };
    for (const what of dueMilestones(review, now())) await acts[what](seen);
    const after = await images.get(id);
    return { next: 'wait', until: wakesAt(after?.review ?? review) };
  };

  /** Joined first and noted after: cut off between, somebody is mailed twice rather than never. */
  async function remind(record: ImageRecord): Promise<void> {
    const unreachable = record.review?.unreachable ?? [];
    const whom = waitingFor(record).filter((one) => !isAmong(unreachable, one));
    await Promise.all(whom.map((recipient) => join({ recipient, kind: 'reminder' }, [record])));
    await images.change(record.id, (seen) => reminded(seen, record.round, whom, now()));
  }
}
