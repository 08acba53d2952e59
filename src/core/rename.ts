import type { Change } from './change.ts';
import { finish } from './change.ts';
import { NotRenamable } from './errors.ts';
import type { ImageRecord, Review } from './image.ts';
import { begin, openReview } from './lifecycle.ts';
import { eachPersonOnce } from './mailbox.ts';
import { mustHavePaused, mustHaveRoundsLeft } from './new-round.ts';
import { withOwnerAt } from './own.ts';
import { scheduleOf } from './schedule.ts';
import { withTitle } from './title.ts';

/**
 * The owner gives the image another title. What was approved stays approved: of a public picture the new title goes to
 * review, and the approved one is public meanwhile; while a review is open, approvals of another title count no more.
 * The title that it has changes nothing (`undefined`).
 * @throws NotRenamable where the policy or a pending outcome forbids it; TooManyRounds, TooSoon for a public picture
 */
export function rename(
  record: ImageRecord,
  title: string,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
): Change | undefined {
  if (record.title === title) return undefined;
  const at = now.toISOString();
  const event = { at, by, type: 'renamed' as const, detail: title };
  const renamed = { ...withTitle(withOwnerAt(record, by), title), updatedAt: at };
  if (record.status === 'approved') return { record: putToReview(record, renamed, executionOf, now), event };
  const { review } = record;
  if (record.status !== 'in-review' && record.status !== 'rejected') return { record: renamed, event };
  if (record.status === 'in-review' && review?.outcome)
    throw new NotRenamable('Its review has just ended. Try again in a moment.');
  const reviewed = withoutApprovals(renamed);
  // The approved title again: there is nothing to review.
  if (review?.retitled?.from === title) return { record: finish(reviewed, 'approved', now), event };
  return { record: reviewed, event };
}

/** Nothing is rendered: the execution finds the picture in review. */
function putToReview(
  record: ImageRecord,
  renamed: ImageRecord,
  executionOf: (name: string) => string,
  now: Date,
): ImageRecord {
  const { policy, title, round } = record;
  if (policy.renameApproved === 'refuse')
    throw new NotRenamable('The title of an approved picture cannot be changed here.');
  mustHaveRoundsLeft(record);
  mustHavePaused(record, now);
  const next = { ...renamed, status: 'in-review' as const, round: round + 1, attempt: 0, deaths: 0 };
  const review = openReview(next, scheduleOf(policy, now), now);
  return begin(
    { ...next, review: { ...review, retitled: { from: title, to: next.title } } },
    executionOf,
    now,
  );
}

function withoutApprovals(record: ImageRecord): ImageRecord {
  const { review, title } = record;
  if (!review) return record;
  const decisions = review.decisions.filter(({ decision }) => decision === 'reject');
  const retitled = review.retitled && { ...review.retitled, to: title };
  return {
    ...record,
    review: { ...review, decisions, ...(retitled ? { retitled } : {}), ...askedIfUndone(record, review) },
  };
}

/** Of a rejected picture nobody is asked again now: who had approved it is, if the rejection is taken back. */
function askedIfUndone(
  { status }: ImageRecord,
  { decisions, leftOut = [] }: Review,
): Pick<Review, 'leftOut'> {
  const approved = decisions.filter(({ decision }) => decision === 'approve').map(({ by }) => by);
  if (status !== 'rejected' || approved.length === 0) return {};
  return { leftOut: eachPersonOnce([...leftOut, ...approved]) };
}
