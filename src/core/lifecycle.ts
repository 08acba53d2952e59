import type { AuditEvent } from './audit.ts';
import { type Change, finish, isFinal, system } from './change.ts';
import { checkAfter, nextLook, restartDelay } from './checks.ts';
import { NotWithdrawable } from './errors.ts';
import { type FailureCode, type FaultCode, failure } from './failures.ts';
import type { ImageRecord, Original, Placeholder, Review, Thumbnail } from './image.ts';
import type { Schedule } from './milestone.ts';
import { withoutToken } from './review.ts';
import { later } from './time.ts';
import { isPublic, withApprovedTitle } from './title.ts';

/** How often an image is started again without progress before it ends as failed. */
export const MAX_DEATHS = 3;

/** The name of the image's execution; unique, since a closed execution's name stays taken for 90 days. */
export function executionName(record: Pick<ImageRecord, 'id' | 'round' | 'attempt'>): string {
  return `${record.id}-${record.round}-${record.attempt}`;
}

/** The image that an execution's ARN or name belongs to, or undefined when it is not one of ours. */
export function imageOfExecution(arn: string): string | undefined {
  return /(?:^|:)([0-7][0-9a-z]{25})-\d+-\d+$/.exec(arn)?.[1];
}

/** A picture is announced; its upload is awaited. */
export function announce(
  input: Pick<
    ImageRecord,
    'id' | 'title' | 'filename' | 'announced' | 'policy' | 'notifySender' | 'createdBy' | 'owner'
  >,
  now: Date,
): Change & { event: AuditEvent } {
  const at = now.toISOString();
  const record: ImageRecord = {
    ...input,
    version: 0,
    status: 'awaiting-upload',
    createdAt: at,
    updatedAt: at,
    round: 1,
    attempt: 0,
    deaths: 0,
    thumbnails: [],
    nextCheckAt: later(now, checkAfter['awaiting-upload']),
  };
  return { record, event: { at, by: input.createdBy, type: 'created' } };
}

/** The uploaded object arrived: the image is processed by its first execution. `undefined`: it was already. */
export function uploaded(
  record: ImageRecord,
  upload: { versionId?: string; bytes: number },
  executionOf: (name: string) => string,
  now: Date,
): Change | undefined {
  if (record.status !== 'awaiting-upload') return undefined;
  const started = begin({ ...record, upload }, executionOf, now);
  return { record: started, event: system('uploaded', now) };
}

/** Names the image's next execution; the name is written before the execution starts, so that a crash between is found. */
export function begin(record: ImageRecord, executionOf: (name: string) => string, now: Date): ImageRecord {
  const next = { ...record, attempt: record.attempt + 1 };
  const status = record.status === 'in-review' ? record.status : 'processing';
  return {
    ...next,
    status,
    execution: executionOf(executionName(next)),
    updatedAt: now.toISOString(),
    nextCheckAt: later(now, checkAfter[status]),
  };
}

/** What a render found and made. */
export interface Rendering {
  original: Original;
  thumbnails: Thumbnail[];
  placeholder: Placeholder;
}

/** The review of the picture's round, in which nobody has decided. */
export function openReview(record: ImageRecord, schedule: Schedule, now: Date): Review {
  return {
    round: record.round,
    reviewers: record.policy.reviewers,
    required: record.policy.required,
    openedAt: now.toISOString(),
    titleWhenOpened: record.title,
    ...schedule,
    decisions: [],
    handovers: [],
    unreachable: [],
  };
}

/** The thumbnails are there: the review of this round opens. In review already, nothing changes. */
export function rendered(
  record: ImageRecord,
  rendering: Rendering,
  schedule: Schedule,
  now: Date,
): Change | undefined {
  if (record.status !== 'processing') return undefined;
  return {
    record: {
      ...record,
      ...rendering,
      review: openReview(record, schedule, now),
      deaths: 0,
      status: 'in-review',
      updatedAt: now.toISOString(),
      nextCheckAt: later(now, checkAfter['in-review']),
    },
    event: system('review-requested', now),
  };
}

/**
 * The image ends as failed, with the reason; where only its title was in review, it stays public under the approved one.
 * `undefined`: it has ended already.
 */
export function fail(record: ImageRecord, code: FailureCode, now: Date): Change | undefined {
  if (isFinal(record.status)) return undefined;
  const event = system('failed', now, code);
  if (isPublic(record)) return { record: finish(withApprovedTitle(record), 'approved', now), event };
  return { record: { ...finish(record, 'failed', now), failure: failure(code) }, event };
}

/** Whether a person's decision would be lost if the picture failed: a restart is a new round, which asks everybody again. */
function isDecidedOn({ review }: ImageRecord): boolean {
  return review !== undefined && (review.outcome !== undefined || review.decisions.length > 0);
}

/**
 * The execution gives up with a fault of ours, and the image fails. `undefined`: it has ended already, or somebody has
 * decided on it; then its execution counts as one that died.
 */
export function faulted(record: ImageRecord, now: Date): Change | undefined {
  return isDecidedOn(record) ? undefined : fail(record, 'processing-failed' satisfies FaultCode, now);
}

/**
 * The execution that this record names died without an answer: it is started again, up to three times without
 * progress, else the image fails. One that somebody has decided on never does: it is started again until it succeeds.
 * The engine's own restart counts none. `undefined`: the record has moved on.
 */
export function died(
  record: ImageRecord,
  execution: string,
  cause: string,
  executionOf: (name: string) => string,
  now: Date,
): Change | undefined {
  if (isFinal(record.status) || record.execution !== execution) return undefined;
  const deaths = record.deaths + (cause === 'States.ServiceRestart' ? 0 : 1);
  if (deaths > MAX_DEATHS && !isDecidedOn(record))
    return fail(record, 'processing-died' satisfies FaultCode, now);
  const again = begin({ ...withoutToken(record), deaths }, executionOf, now);
  const delay = restartDelay(deaths);
  const nextCheckAt = delay > 0 ? later(now, delay) : nextLook(again, now);
  return { record: { ...again, nextCheckAt }, event: system('restarted', now, cause) };
}

/**
 * A reviewer takes a published picture back: its thumbnails are private from then on, and a title that is in review is
 * dropped. Done before: `undefined`.
 */
export function withdraw(record: ImageRecord, by: string, now: Date): Change | undefined {
  if (record.status === 'withdrawn') return undefined;
  if (!isPublic(record)) {
    throw new NotWithdrawable(`Only an approved picture can be withdrawn; this one is ${record.status}.`);
  }
  return {
    record: finish(withApprovedTitle(record), 'withdrawn', now),
    event: { at: now.toISOString(), by, type: 'withdrawn' },
  };
}
