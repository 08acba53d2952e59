import type { Images } from '#adapters/images';
import type { Workflow } from '#adapters/workflow';
import { Forbidden, NotFound, ReviewOver } from '#core/errors';
import type { Action, ImageRecord } from '#core/image';
import { withdraw } from '#core/lifecycle';
import { isAmong } from '#core/mailbox';
import { passedOn } from '#core/panel';
import { currentReview, decide, delivered, expire } from '#core/review';
import { undo } from '#core/undo';
import { ends, startNamed } from './executions.ts';

export interface ReviewServices {
  images: Pick<Images, 'change'>;
  workflow: Pick<Workflow, 'deliver' | 'stopClock'>;
  now: () => Date;
}

export interface DecisionServices extends ReviewServices {
  workflow: Pick<Workflow, 'deliver' | 'stopClock' | 'start' | 'stop' | 'executionOf'>;
}

/** Who does what about a picture. */
export interface Choice {
  id: string;
  by: string;
  /** The account of who signed in. */
  account?: string;
  decision: Action;
  comment?: string;
  /** Which title they saw, where that is known. */
  titleVersion?: number;
  /** By a link the right is one reviewer's: on what they were asked, in one round where that is given. */
  link?: { round?: number };
}

/** Writes a choice down, then tells Step Functions; once written it stands, whatever the telling does. */
export function decisions(services: DecisionServices) {
  const { images, workflow, now } = services;
  const deliver = delivery(services);
  const end = ends(services);

  return async (choice: Choice): Promise<ImageRecord> => {
    const checked = (seen: ImageRecord) => {
      if (choice.link) mayByLink(seen, choice.by, choice.link);
      return rule(seen, choice);
    };
    if (choice.decision === 'withdraw') return end(choice.id, 'withdrawn', checked);
    let replaced: string | undefined;
    const { record, changed } = await images.change(choice.id, (seen) => {
      replaced = seen.status === 'in-review' ? seen.execution : undefined;
      return checked(seen);
    });
    if (choice.decision === 'undo') return changed ? followUndo(record, replaced) : record;
    // What fails here is delivered by the sweep.
    return deliver(record).catch(() => record);
  };

  function rule(seen: ImageRecord, { id: _, link: __, ...choice }: Choice) {
    const { by, decision } = choice;
    if (decision === 'undo') return undo(seen, by, workflow.executionOf, now());
    if (decision === 'withdraw') return withdraw(seen, by, now());
    return decide(seen, { ...choice, decision }, now());
  }

  /** An outcome that was taken back leaves its execution behind; the sweep starts what is not started here. */
  async function followUndo(record: ImageRecord, replaced: string | undefined): Promise<ImageRecord> {
    if (replaced === record.execution) return record;
    await Promise.allSettled([replaced && workflow.stop(replaced, 'undone'), startNamed(workflow, record)]);
    return record;
  }
}

function mayByLink(seen: ImageRecord, by: string, { round }: { round?: number }): void {
  const review = currentReview(seen);
  if (round !== undefined && review.round !== round) {
    throw new ReviewOver('This link belongs to an earlier round of the review.');
  }
  if (!isAmong(review.reviewers, by)) throw new NotFound('There is no such picture.');
  const to = passedOn(review, by);
  if (to) throw new Forbidden(`You passed this picture on to ${to}: it is not yours to decide.`);
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
