import { type Change, system } from './change.ts';
import type { ImageRecord, Review } from './image.ts';
import { eachPersonOnce, isAmong } from './mailbox.ts';
import { type Milestone, without } from './milestone.ts';
import { isOwn } from './own.ts';

/** Who is asked as well when a review takes too long: whom the policy names, less those who were asked already. */
export function newcomers(record: ImageRecord): string[] {
  const asked = record.review?.reviewers ?? [];
  const others = eachPersonOnce(record.policy.escalateTo ?? []);
  return others.filter((one) => !isAmong(asked, one) && !isOwn(record, one));
}

/** The review of this round while it has no outcome. */
function openReview(record: ImageRecord, round: number): Review | undefined {
  const { review, status } = record;
  return status === 'in-review' && review?.round === round && !review.outcome ? review : undefined;
}

/** Others are asked as well; once a round. `undefined`: it was done, or there is nothing to decide any more. */
export function escalate(
  record: ImageRecord,
  round: number,
  reason: 'late' | 'bounced',
  now: Date,
): Change | undefined {
  const review = openReview(record, round);
  if (!review || review.escalatedAt) return undefined;
  const next: Review = {
    ...review,
    reviewers: [...review.reviewers, ...newcomers(record)],
    milestones: review.milestones.filter(({ what }) => what !== 'escalate'),
    escalatedAt: now.toISOString(),
  };
  return { record: { ...record, review: next }, event: system('escalated', now, reason) };
}

/** Those who have not decided were reminded; what else is due stays. */
export function reminded(
  record: ImageRecord,
  round: number,
  whom: readonly string[],
  now: Date,
): Change | undefined {
  const cleared = passed(record, round, 'remind', now);
  return cleared && { ...cleared, event: system('reminded', now, whom.join(', ')) };
}

/** A milestone is behind. `undefined`: it was already, or the review has an outcome. */
export function passed(
  record: ImageRecord,
  round: number,
  what: Milestone['what'],
  now: Date,
): Change | undefined {
  const review = openReview(record, round);
  const milestones = review && without(review.milestones, what, now);
  if (!review || milestones?.length === review.milestones.length) return undefined;
  return { record: { ...record, review: { ...review, milestones: milestones ?? [] } } };
}

/** A reviewer's mail came back. `undefined`: that is known, or it is not theirs to decide. */
export function bounced(record: ImageRecord, round: number, address: string, now: Date): Change | undefined {
  const review = openReview(record, round);
  if (!review || !isAmong(review.reviewers, address) || isAmong(review.unreachable, address))
    return undefined;
  return {
    record: { ...record, review: { ...review, unreachable: [...review.unreachable, address] } },
    event: system('bounced', now, address),
  };
}
