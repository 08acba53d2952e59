import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import { NotUndoable, ReviewOver } from './errors.ts';
import type { ImageRecord, Review } from './image.ts';
import { begin } from './lifecycle.ts';
import { decisionOf } from './panel.ts';
import { currentReview, outcomeOf } from './review.ts';
import { later, minutes } from './time.ts';
import { withTitle } from './title.ts';

/** So long an approved picture may have been public before its approval can only be withdrawn, in milliseconds. */
export const UNDO_WITHIN = minutes(1);

/** So many executions a round has at most by undoing: each undo of an outcome costs one, and whoever has a link can go on. */
const MOST_ATTEMPTS = 50;

/**
 * Until when a person may take their decision back, ISO 8601: until the review is due, and for an approved picture
 * until it was public for a minute. `undefined`: there is nothing to take back, or no longer.
 */
export function undoableUntil(record: ImageRecord, by: string, now: Date): string | undefined {
  const { review, status } = record;
  if (!review || !decisionOf(review, by)) return undefined;
  if (status !== 'in-review' && status !== 'approved' && status !== 'rejected') return undefined;
  if (review.outcome && record.attempt >= MOST_ATTEMPTS) return undefined;
  const until = review.outcome === 'approved' ? publicForAMinute(review, now) : review.dueAt;
  return until > now.toISOString() ? until : undefined;
}

/** What is about to be public will have been for a minute a little later. */
function publicForAMinute({ settledAt, dueAt }: Review, now: Date): string {
  const until = later(settledAt ? new Date(settledAt) : now, UNDO_WITHIN);
  return until < dueAt ? until : dueAt;
}

/**
 * A person takes their decision back, and with it the outcome that it made: the picture is in review again, by an
 * execution of its own, in the same round, so that everybody's links go on working. An outcome that others' decisions
 * make without it, such as a rejection, stands. Without a decision of theirs nothing changes (`undefined`).
 * @throws NotUndoable for what was public too long or is withdrawn, ReviewOver past the due time
 */
export function undo(
  record: ImageRecord,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
): Change | undefined {
  const review = currentReview(record);
  const mine = decisionOf(review, by);
  if (!mine) return undefined;
  if (!undoableUntil(record, by, now)) throw tooLate(record, now);
  const event: AuditEvent = { at: now.toISOString(), by, type: 'undone', detail: mine.decision };
  const decisions = review.decisions.filter((one) => one !== mine);
  const remaining = { ...review, decisions };
  if (outcomeOf(remaining) === review.outcome) return { record: { ...record, review: remaining }, event };
  const { outcome: _, delivery: __, token: ___, settledAt: ____, ...rest } = review;
  const { askedAt: _____, ...unasked } = rest;
  // Everybody else was mailed, and their links go on working.
  const again = rest.leftOut ? unasked : rest;
  // A title that was not approved is in review again with it.
  const titled = withTitle(record, review.retitled?.to ?? record.title);
  const open = { ...titled, status: 'in-review' as const, review: { ...again, decisions } };
  return { record: begin(open, executionOf, now), event };
}

function tooLate({ status, review, attempt }: ImageRecord, now: Date): Error {
  if (review && review.dueAt <= now.toISOString())
    return new ReviewOver('The time to decide on this picture is over.');
  if (attempt >= MOST_ATTEMPTS)
    return new NotUndoable('Decisions on this picture were taken back too often.');
  return status === 'approved'
    ? new NotUndoable('The picture has been public for more than a minute. Withdraw it instead.')
    : new NotUndoable(`A decision on a picture that is ${status} cannot be taken back.`);
}
