import { type Change, finish, system } from './change.ts';
import { checkAfter, nextLook } from './checks.ts';
import { AlreadyDecided, Forbidden, NotReviewable, ReviewOver, TitleChanged } from './errors.ts';
import type { Decision, ImageRecord, Outcome, Review, Verdict } from './image.ts';
import { eachPersonOnce, isAmong } from './mailbox.ts';
import { isOwn } from './own.ts';
import { decisionOf, panel, passedOn } from './panel.ts';
import { later } from './time.ts';
import { isPublic, titleVersionOf, withApprovedTitle } from './title.ts';
import { oneLine } from './words.ts';

/** The review that may still be decided or read, or an error that says why there is none. */
export function currentReview(record: ImageRecord): Review {
  if (!record.review) throw new NotReviewable('This picture is not in review.');
  return record.review;
}

/** What a person decides, and says about it. */
export interface Choosing {
  by: string;
  /** The account of who signed in. */
  account?: string;
  decision: Verdict;
  comment?: string;
  /** Which title they saw, where that is known. */
  titleVersion?: number;
}

/**
 * A person decides. One rejection rejects; approvals count up to what the round requires. One's own decision again
 * changes nothing (`undefined`).
 * @throws AlreadyDecided for the opposite of one's own decision or after the outcome; ReviewOver past the due time;
 *   NotReviewable before there is a review; Forbidden for one's own picture, or one that was passed on; TitleChanged
 *   where it is called otherwise than they saw
 */
export function decide(record: ImageRecord, choice: Choosing, now: Date): Change | undefined {
  const review = currentReview(record);
  const { account, titleVersion, ...said } = choice;
  if (isOwn(record, choice.by, account)) throw new Forbidden('Nobody decides on their own picture.');
  const mine = decisionOf(review, choice.by);
  if (mine && mine.decision === choice.decision) return undefined;
  if (mine) throw alreadyDecided(mine);
  if (review.outcome) throw afterOutcome(review);
  if (record.status !== 'in-review') throw new NotReviewable('This picture is not in review.');
  if (review.dueAt <= now.toISOString()) throw new ReviewOver('The time to decide on this picture is over.');
  if (passedOn(review, choice.by))
    throw new Forbidden('You passed this picture on: it is not yours to decide.');
  if (titleVersion !== undefined && titleVersion !== titleVersionOf(record)) throw titleChanged(record);
  const decision: Decision = { ...said, title: record.title, at: now.toISOString() };
  const decided = {
    ...record,
    review: { ...review, decisions: [...review.decisions, decision] },
    updatedAt: decision.at,
  };
  const outcome = outcomeOf(decided.review);
  const { by, comment } = choice;
  return {
    record: outcome ? withOutcome(decided, outcome, now) : decided,
    event: {
      at: decision.at,
      by,
      type: 'decided',
      detail: choice.decision,
      ...(comment === undefined ? {} : { comment }),
    },
  };
}

/** What the decisions come to; nothing while approvals are missing. */
export function outcomeOf({
  decisions,
  required,
}: Pick<Review, 'decisions' | 'required'>): Outcome | undefined {
  if (decisions.some((one) => one.decision === 'reject')) return 'rejected';
  return eachPersonOnce(decisions.map(({ by }) => by)).length >= required ? 'approved' : undefined;
}

function afterOutcome(review: Review): Error {
  const last = review.decisions.at(-1);
  if (!last || review.outcome === 'expired')
    return new ReviewOver('The time to decide on this picture is over.');
  return alreadyDecided(last);
}

function titleChanged({ title }: ImageRecord): TitleChanged {
  return new TitleChanged(
    `The title was changed to “${oneLine(title, 200)}” meanwhile. Look again and decide.`,
  );
}

function alreadyDecided(decision: Decision): AlreadyDecided {
  const { by, at } = decision;
  return new AlreadyDecided(`${by} decided to ${decision.decision} this picture at ${at}.`, { decision });
}

function withOutcome(record: ImageRecord, outcome: Outcome, now: Date): ImageRecord {
  const review = { ...currentReview(record), outcome, delivery: 'pending' as const };
  return { ...record, review, updatedAt: now.toISOString(), nextCheckAt: later(now, checkAfter.delivery) };
}

/** The due time passed with no outcome: the review expires. `undefined`: it has an outcome, or time is left. */
export function expire(record: ImageRecord, now: Date): Change | undefined {
  const { review, status } = record;
  if (status !== 'in-review' || !review || review.outcome || review.dueAt > now.toISOString())
    return undefined;
  return {
    record: withOutcome(record, 'expired', now),
    event: system('expired', now, 'nobody decided in time'),
  };
}

/** The workflow carries out the outcome on record. `undefined`: it was carried out, or there is none. */
export function settle(record: ImageRecord, now: Date): Change | undefined {
  const outcome = record.review?.outcome;
  if (record.status !== 'in-review' || !record.review || !outcome) return undefined;
  const { token: _, ...review } = record.review;
  const carriedOut = { ...review, delivery: 'delivered' as const, settledAt: now.toISOString() };
  const reviewed = { ...record, review: carriedOut };
  if (isPublic(record)) return settleTitle(reviewed, outcome, now);
  const settled = finish(reviewed, outcome, now);
  return outcome === 'expired' ? { record: settled } : { record: settled, event: system(outcome, now) };
}

/** Only the title was in review: the picture is approved as before, under the title that the outcome leaves it. */
function settleTitle(record: ImageRecord, outcome: Outcome, now: Date): Change {
  const titled = outcome === 'approved' ? record : withApprovedTitle(record);
  const settled = finish(titled, 'approved', now);
  return outcome === 'expired'
    ? { record: settled }
    : { record: settled, event: system(outcome, now, settled.title) };
}

/**
 * A worker brings the token of an activity task: kept if the record still names that execution and round.
 * A token may come for an execution that was stopped, or for another worker's picture.
 */
export function keepToken(
  record: ImageRecord,
  task: { execution: string; round: number; token: string },
  now: Date,
): Change | undefined {
  const { review } = record;
  const wanted =
    record.status === 'in-review' && record.execution === task.execution && review?.round === task.round;
  if (!wanted || !review) return undefined;
  const { tokensLost: _, ...rest } = review;
  const kept = { ...record, review: { ...rest, token: task.token } };
  return { record: { ...kept, nextCheckAt: nextLook(kept, now) } };
}

/** The reviewers' mail has been asked for in this round; the trail says so once it left. */
export function asked(record: ImageRecord, round: number, now: Date): Change | undefined {
  const { review } = record;
  if (!review || review.round !== round || review.askedAt) return undefined;
  const { leftOut: _, ...rest } = review;
  return { record: { ...record, review: { ...rest, askedAt: now.toISOString() } } };
}

/** SES took the mail that asks a reviewer about the picture. */
export function mailed(record: ImageRecord, round: number, reviewer: string, now: Date): Change | undefined {
  const { review } = record;
  if (review?.round !== round) return undefined;
  const known = review.mailed ?? [];
  const next = isAmong(known, reviewer) ? known : [...known, reviewer];
  return {
    record: { ...record, review: { ...review, mailed: next } },
    event: system('reviewers-asked', now, reviewer),
  };
}

/** A reviewer's mail leaves the picture out, since others made an outcome before it went. `undefined`: it is noted, or not so. */
export function leaveOut(record: ImageRecord, round: number, reviewer: string): Change | undefined {
  const { review } = record;
  if (!review?.outcome || review.outcome === 'expired' || review.round !== round) return undefined;
  const { leftOut = [] } = review;
  const waits = isAmong(panel(review), reviewer) && !decisionOf(review, reviewer);
  if (!waits || isAmong(leftOut, reviewer)) return undefined;
  return { record: { ...record, review: { ...review, leftOut: [...leftOut, reviewer] } } };
}

/** Step Functions took the outcome, or said that this token is dead (`gone`), whereupon it is asked for again. */
export function delivered(
  record: ImageRecord,
  token: string,
  answer: 'taken' | 'gone',
  now: Date,
): Change | undefined {
  const { review } = record;
  if (!review || review.token !== token || record.status !== 'in-review') return undefined;
  const { token: _, ...rest } = review;
  const next = answer === 'taken' ? { ...rest, delivery: 'delivered' as const } : rest;
  const checked = answer === 'taken' ? checkAfter['in-review'] : checkAfter.delivery;
  return { record: { ...record, review: next, nextCheckAt: later(now, checked) } };
}

/** The record for a new execution, whose task has a token of its own. */
export function withoutToken(record: ImageRecord): ImageRecord {
  if (!record.review) return record;
  const { token: _, delivery: __, ...review } = record.review;
  // The next execution's task is told the outcome again.
  return { ...record, review: review.outcome ? { ...review, delivery: 'pending' } : review };
}
