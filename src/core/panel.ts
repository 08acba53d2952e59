import type { Decision, ImageRecord, Review } from './image.ts';
import { isOwn } from './own.ts';

/** What a person decided in this round. */
export function decisionOf({ decisions }: Review, by: string): Decision | undefined {
  return decisions.find((one) => one.by === by);
}

/** To whom a person passed the picture on, unless it came back to them. */
export function passedOn({ handovers }: Review, by: string): string | undefined {
  const last = handovers.findLast((one) => one.from === by || one.to === by);
  return last?.from === by ? last.to : undefined;
}

/** Who may decide: everybody who was asked and has not passed the picture on. */
export function panel(review: Review): string[] {
  return review.reviewers.filter((one) => !passedOn(review, one));
}

/** Who is to be mailed first: whom it waits for; where an outcome was taken back, only those whose mail left it out. */
export function toAsk(record: ImageRecord): string[] {
  const { leftOut } = record.review ?? {};
  return waitingFor(record).filter((one) => !leftOut || leftOut.includes(one));
}

/** Whose decision an image waits for; nobody's once there is an outcome. */
export function waitingFor(record: ImageRecord): string[] {
  const { status, review } = record;
  if (status !== 'in-review' || !review || review.outcome) return [];
  return panel(review).filter((one) => !isOwn(record, one) && !decisionOf(review, one));
}
