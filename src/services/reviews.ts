import type { Images } from '#adapters/images';
import type { Workflow } from '#adapters/workflow';
import { ReviewOver } from '#core/errors';
import type { ImageRecord, Verdict } from '#core/image';
import { currentReview, decide, delivered, expire } from '#core/review';

export interface ReviewServices {
  images: Pick<Images, 'change'>;
  workflow: Pick<Workflow, 'deliver' | 'stopClock'>;
  now: () => Date;
}

/** Who decides what; `round` where the right to decide is for one round only. */
export interface Choice {
  id: string;
  by: string;
  decision: Verdict;
  comment?: string;
  round?: number;
}

/** Writes a decision down, then tells Step Functions; once written it stands, whatever the telling does. */
export function decisions(services: ReviewServices) {
  const deliver = delivery(services);
  return async ({ id, round, ...choice }: Choice): Promise<ImageRecord> => {
    const { record } = await services.images.change(id, (seen) => {
      if (round !== undefined && currentReview(seen).round !== round) {
        throw new ReviewOver('This link belongs to an earlier round of the review.');
      }
      return decide(seen, choice, services.now());
    });
    // What fails here is delivered by the sweep.
    return deliver(record).catch(() => record);
  };
}

/** Writes down that nobody decided in time, if so, and tells Step Functions. Returns the record as it stands. */
export function expiry(services: ReviewServices) {
  // The clock is at its end, too: it asked for this, or finds it done when it wakes.
  const deliver = delivery({
    ...services,
    workflow: { ...services.workflow, stopClock: async () => undefined },
  });
  return async (id: string): Promise<ImageRecord> => {
    const { record } = await services.images.change(id, (seen) => expire(seen, services.now()));
    return deliver(record);
  };
}

/** Tells the waiting execution the outcome on record, if there is one, it has not been told and its token is known. */
export function delivery({ images, workflow, now }: ReviewServices) {
  return async (record: ImageRecord): Promise<ImageRecord> => {
    const { review, execution } = record;
    if (!review?.outcome || !review.token || review.delivery === 'delivered') return record;
    const { token, outcome } = review;
    const answer = await workflow.deliver(token, outcome);
    const kept = await images.change(record.id, (seen) => delivered(seen, token, answer, now()));
    // The clock would only find out at its next wake-up.
    if (answer === 'taken' && execution) await workflow.stopClock(execution);
    return kept.record;
  };
}
