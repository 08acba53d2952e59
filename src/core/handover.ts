import type { Change } from './change.ts';
import { AlreadyDecided, Forbidden, InvalidInput, NotReviewable, ReviewOver } from './errors.ts';
import type { ImageRecord } from './image.ts';
import { isAmong, sameMailbox } from './mailbox.ts';
import { isOwn } from './own.ts';
import { decisionOf, panel, passedOn } from './panel.ts';
import { currentReview } from './review.ts';
import { type AllowedReviewers, objection } from './reviewers.ts';

/** So often a picture is passed on in one round: each is kept with the record, whose size has a limit. */
const MOST_HANDOVERS = 50;

/** A picture that a reviewer passes on to a colleague. */
export interface PassingOn {
  from: string;
  to: string;
  comment?: string;
}

/**
 * A reviewer passes a picture on: the colleague is asked instead, and the reviewer's own link only shows from then on.
 * The same again changes nothing (`undefined`).
 * @throws InvalidInput for a colleague who may not be asked, Forbidden, AlreadyDecided, ReviewOver or NotReviewable
 *   where the picture is not the reviewer's to decide
 */
export function handOver(
  record: ImageRecord,
  passing: PassingOn,
  allowed: AllowedReviewers,
  now: Date,
): Change | undefined {
  const review = currentReview(record);
  const { from, to, comment } = passing;
  const passedTo = passedOn(review, from);
  if (passedTo && sameMailbox(passedTo, to)) return undefined;
  const mine = decisionOf(review, from);
  if (mine) throw new AlreadyDecided('You have decided on this picture.', { decision: mine });
  if (review.outcome || review.dueAt <= now.toISOString())
    throw new ReviewOver('There is nothing left to decide on this picture.');
  if (record.status !== 'in-review') throw new NotReviewable('This picture is not in review.');
  if (!isAmong(panel(review), from))
    throw new Forbidden('You passed this picture on: it is not yours to decide.');
  const problem = whyNot(record, from, to, allowed);
  if (problem) throw new InvalidInput([{ field: 'to', ...problem }]);
  const at = now.toISOString();
  const said = comment === undefined ? {} : { comment };
  const handovers = [...review.handovers, { from, to, at, ...said }];
  const reviewers = isAmong(review.reviewers, to) ? review.reviewers : [...review.reviewers, to];
  return {
    record: { ...record, review: { ...review, reviewers, handovers }, updatedAt: at },
    event: { at, by: from, type: 'handed-over', detail: to, ...said },
  };
}

function whyNot(record: ImageRecord, from: string, to: string, allowed: AllowedReviewers) {
  const review = currentReview(record);
  if (isAmong(panel(review), to)) {
    const who = sameMailbox(from, to) ? 'You have' : `${to} has`;
    return { code: 'asked-already', message: `${who} been asked about this picture already.` };
  }
  if (isAmong(review.unreachable, to)) {
    return { code: 'unreachable', message: `Mail to ${to} comes back.` };
  }
  if (review.handovers.length >= MOST_HANDOVERS) {
    const message = 'This picture has been passed on too often: decide on it, or leave it to the others.';
    return { code: 'too-often', message };
  }
  // An owner with several addresses is asked at none of them.
  return objection(to, isOwn(record, to) ? to : record.createdBy, allowed);
}
