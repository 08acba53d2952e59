import type { Images } from '#adapters/images';
import { NotFound } from '#core/errors';
import { bounced, escalate, newcomers } from '#core/escalation';
import { inGroups } from '#core/groups';
import type { ImageRecord } from '#core/image';
import { isQuiet } from '#core/milestone';
import { type DigestServices, digests } from './digests.ts';

export interface EscalationServices extends DigestServices {
  images: Pick<Images, 'change'>;
}

/** A picture, and who is to be asked about it as well. */
interface Asking {
  record: ImageRecord;
  whom: readonly string[];
}

/**
 * Asks others as well. Joined first and noted after: cut off between, somebody is mailed twice rather than never.
 * Joined again then: a digest that closed between left out what was not theirs yet.
 */
export function escalating(services: EscalationServices) {
  const { images, now } = services;
  const join = digests(services);
  return async (records: readonly ImageRecord[], reason: 'late' | 'bounced'): Promise<void> => {
    const open = records.filter(({ review }) => review && !review.escalatedAt);
    const asks = open.map((record) => ({ record, whom: newcomers(record) }));
    await ask(asks);
    const noted = await Promise.all(
      asks.map(async ({ record: { id, round }, whom }) => {
        const { record, changed } = await images.change(id, (seen) => escalate(seen, round, reason, now()));
        return changed ? [{ record, whom }] : [];
      }),
    );
    await ask(noted.flat());
  };

  /** One write for each who is asked, however many the pictures are. */
  async function ask(asks: readonly Asking[]): Promise<void> {
    // Where the round opened in quiet hours, they are asked with the others when those end.
    const awake = asks.filter(({ record: { review } }) => !(review && isQuiet(review, now())));
    await Promise.all(
      [...new Set(awake.flatMap(({ whom }) => whom))].map((recipient) => {
        const theirs = awake.filter(({ whom }) => whom.includes(recipient)).map(({ record }) => record);
        return join({ recipient, kind: 'escalation' }, theirs);
      }),
    );
  }
}

/** So many pictures are written to at once. */
const AT_ONCE = 10;

/**
 * Mail does not reach a reviewer: that goes on record with every picture that waits for them, and others are asked.
 * @throws what one of the pictures met, once it is on record with the others
 */
export function bouncing(
  services: EscalationServices & { waitingFor: (reviewer: string) => Promise<string[]> },
) {
  const { images, now, waitingFor } = services;
  const askOthers = escalating(services);
  return async (address: string): Promise<number> => {
    const ids = await waitingFor(address);
    const failures: unknown[] = [];
    for (const group of inGroups(ids, AT_ONCE)) {
      const results = await Promise.allSettled(group.map((id) => note(id, address)));
      failures.push(...results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
      const noted = results.flatMap((one) => (one.status === 'fulfilled' ? (one.value ?? []) : []));
      await askOthers(noted, 'bounced');
    }
    if (failures.length > 0) throw failures[0];
    return ids.length;
  };

  async function note(id: string, address: string): Promise<ImageRecord | undefined> {
    try {
      return (await images.change(id, (seen) => bounced(seen, seen.round, address, now()))).record;
    } catch (error) {
      // Deleted meanwhile: that is no reason to leave the others out.
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }
}
