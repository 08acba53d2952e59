import type { Decision, Handover, ImageRecord, Review } from './image.ts';
import { eachPersonOnce, isAmong, sameMailbox } from './mailbox.ts';
import { isOwn } from './own.ts';

/** What a person decided in this round. */
export function decisionOf({ decisions }: Review, by: string): Decision | undefined {
  return decisions.find((one) => sameMailbox(one.by, by));
}

/** To whom a person passed the picture on, unless it came back to them. */
export function passedOn({ handovers }: Review, by: string): string | undefined {
  const last = handovers.findLast(({ from, to }) => sameMailbox(from, by) || sameMailbox(to, by));
  return last && sameMailbox(last.from, by) ? last.to : undefined;
}

/** Who may decide: everybody who was asked and has not passed the picture on, each person once. */
export function panel(review: Review): string[] {
  return eachPersonOnce(review.reviewers).filter((one) => !passedOn(review, one));
}

/** Who is to be mailed first: whom it waits for; where an outcome was taken back, only those whose mail left it out. */
export function toAsk(record: ImageRecord): string[] {
  const { leftOut } = record.review ?? {};
  return waitingFor(record).filter((one) => !leftOut || isAmong(leftOut, one));
}

/** Whose decision an image waits for; nobody's once there is an outcome. */
export function waitingFor(record: ImageRecord): string[] {
  const { status, review } = record;
  if (status !== 'in-review' || !review || review.outcome) return [];
  return panel(review).filter((one) => !isOwn(record, one) && !decisionOf(review, one));
}

/** Whether an image waits for this person's decision. */
export function waitsFor(record: ImageRecord, person: string): boolean {
  return isAmong(waitingFor(record), person);
}

/** Who passed the picture on to a person, and what they said; the last time. */
export function receivedFrom({ handovers }: Review, person: string): Handover | undefined {
  return handovers.findLast(({ to }) => sameMailbox(to, person));
}
