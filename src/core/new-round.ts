import type { Change } from './change.ts';
import { Forbidden, NotReopenable, NotRestartable, TooManyRounds, TooSoon } from './errors.ts';
import { isRefusal } from './failures.ts';
import type { ImageRecord } from './image.ts';
import { begin } from './lifecycle.ts';
import { isOwn, withOwnerAt } from './own.ts';
import { MOST_ROUNDS, nextRoundAt } from './rounds.ts';
import { whenInWords } from './words.ts';

/**
 * A person starts again what a fault ended or what expired, in a new round; its owner after a pause, since each round
 * mails the reviewers.
 * @param account of who signed in
 * @throws NotRestartable for what is under way, decided or refused; TooManyRounds, TooSoon
 */
export function restart(
  record: ImageRecord,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
  account?: string,
): Change {
  const refused = record.status === 'failed' && isRefusal(record.failure?.code ?? '');
  if (refused) throw new NotRestartable('The file was refused. Send the picture again as a new one.');
  if (record.status !== 'failed' && record.status !== 'expired') {
    throw new NotRestartable(`A picture that is ${record.status} cannot be started again.`);
  }
  if (isOwn(record, by, account)) mustHavePaused(record, now);
  const known = account === record.owner ? withOwnerAt(record, by) : record;
  return newRound(known, 'restarted', by, executionOf, now);
}

/**
 * A reviewer reopens a rejected or withdrawn picture, in a new round; never their own, which would take it past a
 * colleague's rejection.
 * @param account of who signed in
 * @throws Forbidden for one's own picture; NotReopenable in any other state; TooManyRounds
 */
export function reopen(
  record: ImageRecord,
  by: string,
  executionOf: (name: string) => string,
  now: Date,
  account?: string,
): Change {
  if (isOwn(record, by, account)) throw new Forbidden('Nobody reopens their own picture.');
  if (record.status !== 'rejected' && record.status !== 'withdrawn') {
    throw new NotReopenable(
      `Only a rejected or withdrawn picture can be reopened; this one is ${record.status}.`,
    );
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
  mustHaveRoundsLeft(record);
  const { review: _, failure: __, ...rest } = record;
  const fresh = { ...rest, round: record.round + 1, attempt: 0, deaths: 0, status: 'processing' as const };
  return { record: begin(fresh, executionOf, now), event: { at: now.toISOString(), by, type } };
}

/** @throws TooManyRounds */
export function mustHaveRoundsLeft({ round }: ImageRecord): void {
  if (round < MOST_ROUNDS) return;
  throw new TooManyRounds(
    `This picture has had ${MOST_ROUNDS} rounds of review. Send it again as a new one.`,
  );
}

/** @throws TooSoon */
export function mustHavePaused(record: ImageRecord, now: Date): void {
  const from = nextRoundAt(record);
  const left = Date.parse(from) - now.getTime();
  if (left <= 0) return;
  const message = `The reviewers were asked a short time ago. Try again after ${whenInWords(from)}.`;
  throw new TooSoon(message, { retryAfter: Math.ceil(left / 1000) });
}
