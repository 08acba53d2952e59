import { type Change, system } from './change.ts';
import { nextLook } from './checks.ts';
import type { ImageRecord } from './image.ts';
import { begin } from './lifecycle.ts';
import { withoutToken } from './review.ts';
import { needsToken } from './sweep.ts';
import { minutes } from './time.ts';

/** So long an execution may wait for a person without its token, in milliseconds. */
const TOKEN_MAY_BE_LATE = minutes(5);

/** So long where the person has decided: nothing is carried out without the token. */
const TOKEN_OF_A_DECISION_MAY_BE_LATE = minutes(1);

/** Each loss in a row doubles the patience, so many times at most: executions that are slow to begin are not stopped forever. */
const MOST_DOUBLINGS = 4;

/**
 * Whether a running execution's token will not come any more. A token is handed out once: where the worker died with it
 * or could not write it down, the execution waits until its time is over, a month later.
 * @param startedAt when the execution began; the round's first began before its review opened
 */
export function isTokenLost(record: ImageRecord, startedAt: Date | undefined, now: Date): boolean {
  const { review, attempt } = record;
  if (!review || !needsToken(record)) return false;
  const begun = attempt > 1 && startedAt ? startedAt.getTime() : 0;
  const waitingSince = Math.max(Date.parse(review.openedAt), begun);
  const patience = review.outcome ? TOKEN_OF_A_DECISION_MAY_BE_LATE : TOKEN_MAY_BE_LATE;
  const doublings = Math.min(review.tokensLost ?? 0, MOST_DOUBLINGS);
  return now.getTime() - waitingSince > patience * 2 ** doublings;
}

/**
 * Another execution takes the place of one whose token was lost, as the next attempt of the round: links go on working,
 * and it is no death. `undefined`: its token came after all, or the record has moved on.
 */
export function tokenLost(
  record: ImageRecord,
  execution: string,
  executionOf: (name: string) => string,
  now: Date,
): Change | undefined {
  if (!record.review || record.execution !== execution || !needsToken(record)) return undefined;
  const tokensLost = (record.review.tokensLost ?? 0) + 1;
  const again = begin(
    withoutToken({ ...record, review: { ...record.review, tokensLost } }),
    executionOf,
    now,
  );
  return {
    record: { ...again, nextCheckAt: nextLook(again, now) },
    event: system('restarted', now, 'token-lost'),
  };
}
