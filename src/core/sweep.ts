import { UPLOAD_EXPIRES_AFTER } from './checks.ts';
import type { ImageRecord } from './image.ts';
import { isQuiet, wakesAt } from './milestone.ts';
import { later } from './time.ts';

/** What the sweep does with an image whose time to be looked at has come. */
export type SweepStep =
  /** The upload's event may have been lost: look for the object. */
  | 'find-upload'
  /** The outcome is on record, and Step Functions has not been told. */
  | 'deliver'
  /** The clock is late or lost: do what it should have done. */
  | 'watch'
  /** See whether the execution lives; dead, start another; alive without a token, ask for the token again. */
  | 'look-at-execution';

/** The next step for an image that is not final; each leaves it final, or to be looked at again. */
export function sweepStep(record: ImageRecord, now: Date): SweepStep {
  if (record.status === 'awaiting-upload') return 'find-upload';
  const { review } = record;
  if (record.status !== 'in-review' || !review) return 'look-at-execution';
  if (review.outcome && review.delivery !== 'delivered' && review.token) return 'deliver';
  if (!review.outcome && wakesAt(review) <= now.toISOString()) return 'watch';
  return 'look-at-execution';
}

/** Whether the reviewers' queue is to be reminded: nobody was asked, or the execution waits without a token. */
export function needsAsking(record: ImageRecord, now: Date): boolean {
  const { status, review } = record;
  const unasked =
    status === 'in-review' && review && !review.outcome && !review.askedAt && !isQuiet(review, now);
  return unasked || needsToken(record);
}

/** Whether a review lacks the token of the task that waits for it. */
export function needsToken(record: ImageRecord): boolean {
  return record.status === 'in-review' && !record.review?.token && record.review?.delivery !== 'delivered';
}

/** When an upload that has not come is given up, ISO 8601. */
export function uploadExpiresAt(record: ImageRecord): string {
  return later(new Date(record.createdAt), UPLOAD_EXPIRES_AFTER);
}
