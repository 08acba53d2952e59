import { type Change, isFinal } from './change.ts';
import type { ImageRecord } from './image.ts';
import { isQuiet, wakesAt } from './milestone.ts';
import { later, minutes, seconds } from './time.ts';

/** When the sweep looks at an image that is in that state, in milliseconds from the change. */
export const checkAfter = {
  /** An upload whose event never came; S3 events take seconds. */
  'awaiting-upload': minutes(20),
  processing: minutes(3),
  /** A review without a token, or with an outcome nobody delivered. */
  'in-review': minutes(2),
  delivery: seconds(30),
} as const;

/** An announced picture that was never uploaded ends this long after it was announced. */
export const UPLOAD_EXPIRES_AFTER = minutes(60);

/** Milliseconds after which the sweep does what a review's clock should have done. */
export const CLOCK_MAY_BE_LATE = seconds(60);

/** Milliseconds until the restart after so many deaths: at once, then after 1, 4, 16 and 60 minutes; the sweep starts those. */
export function restartDelay(deaths: number): number {
  return deaths <= 1 ? 0 : minutes(Math.min(4 ** (deaths - 2), 60));
}

/** When the sweep looks again at what moves; a review that waits for a person, a little after its clock wakes or in an hour. */
export function nextLook(record: ImageRecord, now: Date): string {
  const { review } = record;
  if (record.status === 'awaiting-upload') return later(now, checkAfter['awaiting-upload']);
  if (record.status === 'processing' || !review) return later(now, checkAfter.processing);
  if (review.outcome) return later(now, checkAfter.delivery);
  const unasked = !review.askedAt && !isQuiet(review, now);
  if (!review.token || unasked) return later(now, checkAfter['in-review']);
  const wake = Date.parse(wakesAt(review)) + CLOCK_MAY_BE_LATE;
  return later(now, Math.min(Math.max(wake - now.getTime(), 0), minutes(60)));
}

/** The sweep looked and all is well: it looks again later. */
export function postpone(record: ImageRecord, until: string): Change | undefined {
  return isFinal(record.status) ? undefined : { record: { ...record, nextCheckAt: until } };
}
