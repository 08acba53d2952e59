import {
  AlreadyDecided,
  Forbidden,
  NotFound,
  NotReopenable,
  NotRestartable,
  NotReviewable,
  ReviewOver,
} from './errors.ts';
import { type FailureCode, type FaultCode, failure, isRefusal } from './failures.ts';
import {
  type AuditEvent,
  type Decision,
  type ImageRecord,
  type Original,
  type Outcome,
  type Placeholder,
  type Review,
  SERVICE,
  type Status,
  type Thumbnail,
  type Verdict,
} from './image.ts';
import { later, minutes, seconds } from './time.ts';

/** A rule's answer: the record as it is to be kept, and what the audit trail says of it. */
export interface Change {
  record: ImageRecord;
  event?: AuditEvent;
}

/** How often an image is started again without progress before it ends as failed. */
export const MAX_DEATHS = 3;

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

const finals: readonly Status[] = ['approved', 'rejected', 'expired', 'failed'];

/** Whether nothing happens to the image any more unless a person asks for it. */
export function isFinal(status: Status): boolean {
  return finals.includes(status);
}

/** The name of the image's execution; unique, since a closed execution's name stays taken for 90 days. */
export function executionName(record: Pick<ImageRecord, 'id' | 'round' | 'attempt'>): string {
  return `${record.id}-${record.round}-${record.attempt}`;
}

/** The image that an execution's ARN or name belongs to, or undefined when it is not one of ours. */
export function imageOfExecution(arn: string): string | undefined {
  return /(?:^|:)([0-7][0-9a-z]{25})-\d+-\d+$/.exec(arn)?.[1];
}

function finish(record: ImageRecord, to: Status, at: Date): ImageRecord {
  const { nextCheckAt: _, ...rest } = record;
  return { ...rest, status: to, updatedAt: at.toISOString() };
}

function system(type: AuditEvent['type'], at: Date, detail?: string): AuditEvent {
  return { at: at.toISOString(), by: SERVICE, type, ...(detail === undefined ? {} : { detail }) };
}

/** A picture is announced; its upload is awaited. */
export function announce(
  input: Pick<ImageRecord, 'id' | 'title' | 'filename' | 'announced' | 'reviewers' | 'createdBy' | 'owner'>,
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

/** Names the next execution; the name is written before the execution starts, so that a crash between is found. */
function begin(record: ImageRecord, executionOf: (name: string) => string, now: Date): ImageRecord {
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

/** The thumbnails are there: the review of this round opens. In review already, nothing changes. */
export function rendered(
  record: ImageRecord,
  rendering: Rendering,
  dueAt: Date,
  now: Date,
): Change | undefined {
  if (record.status !== 'processing') return undefined;
  const review: Review = {
    round: record.round,
    reviewers: record.reviewers,
    dueAt: dueAt.toISOString(),
    decisions: [],
  };
  return {
    record: {
      ...record,
      ...rendering,
      review,
      deaths: 0,
      status: 'in-review',
      updatedAt: now.toISOString(),
      nextCheckAt: later(now, checkAfter['in-review']),
    },
    event: system('review-requested', now),
  };
}

/** The review that may still be decided or read, or an error that says why there is none. */
export function currentReview(record: ImageRecord): Review {
  if (!record.review) throw new NotReviewable('This picture is not in review.');
  return record.review;
}

/**
 * A person decides. The first decision is the outcome; the same again changes nothing (`undefined`).
 * @throws AlreadyDecided when somebody decided otherwise; ReviewOver past the due time; NotReviewable before
 *   there is a review
 */
export function decide(
  record: ImageRecord,
  choice: { by: string; decision: Verdict; comment?: string },
  now: Date,
): Change | undefined {
  const review = currentReview(record);
  if (choice.by === record.createdBy) throw new Forbidden('Nobody decides on their own picture.');
  if (review.outcome) return decidedBefore(review, choice);
  if (record.status !== 'in-review') throw new NotReviewable('This picture is not in review.');
  if (review.dueAt <= now.toISOString()) throw new ReviewOver('The time to decide on this picture is over.');
  const decision: Decision = { ...choice, at: now.toISOString() };
  const outcome: Outcome = choice.decision === 'approve' ? 'approved' : 'rejected';
  return {
    record: withOutcome(
      { ...record, review: { ...review, decisions: [...review.decisions, decision] } },
      outcome,
      now,
    ),
    event: {
      at: decision.at,
      by: choice.by,
      type: 'decided',
      detail: choice.decision,
      ...(choice.comment === undefined ? {} : { comment: choice.comment }),
    },
  };
}

function decidedBefore(review: Review, choice: { decision: Verdict }): undefined {
  const last = review.decisions.at(-1);
  if (!last || review.outcome === 'expired')
    throw new ReviewOver('The time to decide on this picture is over.');
  if (last.decision === choice.decision) return undefined;
  throw new AlreadyDecided(`${last.by} decided to ${last.decision} this picture at ${last.at}.`, {
    decision: last,
  });
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
  const settled = finish({ ...record, review: { ...review, delivery: 'delivered' } }, outcome, now);
  return outcome === 'expired' ? { record: settled } : { record: settled, event: system(outcome, now) };
}

/** The image ends as failed, with the reason. `undefined`: it has ended already. */
export function fail(record: ImageRecord, code: FailureCode, now: Date): Change | undefined {
  if (isFinal(record.status)) return undefined;
  return {
    record: { ...finish(record, 'failed', now), failure: failure(code) },
    event: system('failed', now, code),
  };
}

/**
 * The execution that this record names died without an answer: it is started again, up to three times without
 * progress, else the image fails. The engine's own restart counts none. `undefined`: the record has moved on.
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
  if (deaths > MAX_DEATHS) return fail(record, 'processing-died' satisfies FaultCode, now);
  const again = begin({ ...withoutToken(record), deaths }, executionOf, now);
  const nextCheckAt = later(now, restartDelay(deaths) || checkAfter.processing);
  return { record: { ...again, nextCheckAt }, event: system('restarted', now, cause) };
}

/** Milliseconds until the restart after so many deaths: at once, then a minute, then four; the sweep starts those. */
export function restartDelay(deaths: number): number {
  return deaths <= 1 ? 0 : minutes(4 ** (deaths - 2));
}

/** The sweep looked and all is well: it looks again later. */
export function postpone(record: ImageRecord, until: string): Change | undefined {
  return isFinal(record.status) ? undefined : { record: { ...record, nextCheckAt: until } };
}

function withoutToken(record: ImageRecord): ImageRecord {
  if (!record.review) return record;
  const { token: _, delivery: __, ...review } = record.review;
  // The next execution's task is told the outcome anew.
  return { ...record, review: review.outcome ? { ...review, delivery: 'pending' } : review };
}

/** A person starts again what a fault ended or what expired, in a new round. */
export function restart(
  record: ImageRecord,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
): Change {
  const refused = record.status === 'failed' && isRefusal(record.failure?.code ?? '');
  if (refused) throw new NotRestartable('The file was refused. Send the picture again as a new one.');
  if (record.status !== 'failed' && record.status !== 'expired') {
    throw new NotRestartable(`A picture that is ${record.status} cannot be started again.`);
  }
  return newRound(record, 'restarted', by, executionOf, now);
}

/** A reviewer reopens a rejected picture, in a new round. */
export function reopen(
  record: ImageRecord,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
): Change {
  if (record.status !== 'rejected') {
    throw new NotReopenable(`Only a rejected picture can be reopened; this one is ${record.status}.`);
  }
  return newRound(record, 'reopened', by, executionOf, now);
}

function newRound(
  record: ImageRecord,
  type: 'restarted' | 'reopened',
  by: string,
  executionOf: (name: string) => string,
  now: Date,
): Change {
  const { review: _, failure: __, ...rest } = record;
  const fresh = { ...rest, round: record.round + 1, attempt: 0, deaths: 0, status: 'processing' as const };
  return { record: begin(fresh, executionOf, now), event: { at: now.toISOString(), by, type } };
}

/** The owner gives the image another title. */
export function rename(record: ImageRecord, title: string, by: string, now: Date): Change | undefined {
  if (record.title === title) return undefined;
  return {
    record: { ...record, title, updatedAt: now.toISOString() },
    event: { at: now.toISOString(), by, type: 'renamed', detail: title },
  };
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
  const kept = { ...record, review: { ...review, token: task.token } };
  return { record: { ...kept, nextCheckAt: nextLook(kept, now) } };
}

/** When the sweep looks again at what moves; a review that waits for a person, a little after its due time or in an hour. */
export function nextLook(record: ImageRecord, now: Date): string {
  const { review } = record;
  if (record.status === 'awaiting-upload') return later(now, checkAfter['awaiting-upload']);
  if (record.status === 'processing' || !review) return later(now, checkAfter.processing);
  if (review.outcome) return later(now, checkAfter.delivery);
  if (!review.token) return later(now, checkAfter['in-review']);
  const due = Date.parse(review.dueAt) + seconds(60);
  return later(now, Math.min(due - now.getTime(), minutes(60)));
}

/** The reviewers' mail has been asked for in this round. */
export function asked(record: ImageRecord, round: number, now: Date): Change | undefined {
  const { review } = record;
  if (!review || review.round !== round || review.askedAt) return undefined;
  return {
    record: { ...record, review: { ...review, askedAt: now.toISOString() } },
    event: system('reviewers-asked', now),
  };
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
  return { record: { ...record, review: next, nextCheckAt: later(now, checkAfter['in-review']) } };
}

/** Who asks, as the gateway's token says. */
export interface Asker {
  sub: string;
  groups: readonly string[];
}

/**
 * The record for those who may read it.
 * @throws NotFound for everybody else, so that nobody learns which ids exist
 */
export function readable(record: ImageRecord | undefined, asker: Asker): ImageRecord {
  const mayRead = record && (record.owner === asker.sub || seesAll(asker));
  if (!mayRead) throw new NotFound('There is no such picture.');
  return record;
}

/**
 * The record for its owner and for some groups.
 * @throws NotFound for those who may not even read it, Forbidden for those who may only do that
 */
export function ownable(
  record: ImageRecord | undefined,
  asker: Asker,
  groups: readonly string[] = [],
): ImageRecord {
  const read = readable(record, asker);
  if (read.owner === asker.sub || groups.some((group) => asker.groups.includes(group))) return read;
  throw new Forbidden('Only its sender may do that with this picture.');
}

/** @throws Forbidden for who is not in the group */
export function requireGroup(asker: Asker, group: 'reviewers' | 'operators'): void {
  if (!asker.groups.includes(group)) throw new Forbidden(`Only ${group} may do that.`);
}

/** Reviewers and operators see every picture. */
export function seesAll(asker: Asker): boolean {
  return asker.groups.includes('reviewers') || asker.groups.includes('operators');
}
