import { describe, expect, test } from '@jest/globals';
import { Forbidden, TooManyRounds, TooSoon } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { fail, withdraw } from '#core/lifecycle';
import { reopen, restart } from '#core/new-round';
import { waitingFor } from '#core/panel';
import { rename } from '#core/rename';
import { decide } from '#core/review';
import { MOST_ROUNDS, nextRoundAt, pauseAfter } from '#core/rounds';
import { executionOf, inReview, minutesLater, NOW, processing } from './images.ts';

const ann = 'ann@contactsheet.example';
const rita = 'rita@contactsheet.example';
const expired = (round: number): ImageRecord => processing({ status: 'expired', round });
const rejected = (round = 1): ImageRecord => processing({ status: 'rejected', round });

describe('one’s own picture', () => {
  test.each([
    ['by its sender’s address', ann, undefined],
    ['by a label of it', 'Ann+desk@contactsheet.example', undefined],
    ['by its sender’s account, whose address has changed since', 'new@contactsheet.example', 'ann'],
  ])('is not reopened %s', (_, by, account) => {
    for (const record of [rejected(), processing({ status: 'withdrawn' })])
      expect(() => reopen(record, by, executionOf, NOW, account)).toThrow(Forbidden);
  });

  test('is withdrawn, since that takes nothing past anybody', () => {
    expect(withdraw(processing({ status: 'approved' }), ann, NOW)?.record.status).toBe('withdrawn');
  });
});

describe('an owner whose address has changed', () => {
  const moved = 'ann.new@contactsheet.example';
  const asked = { reviewers: [moved, rita], required: 1 };

  test('is not asked at the new one in a round that they begin, and decides there by no link', () => {
    const again = restart({ ...expired(1), createdBy: ann }, moved, executionOf, NOW, 'ann').record;
    const record = { ...inReview(asked), ownerAddress: again.ownerAddress };
    expect(again.ownerAddress).toBe(moved);
    expect(waitingFor(record)).toEqual([rita]);
    const choice = { by: 'ann.new+x@contactsheet.example', decision: 'approve' as const };
    expect(() => decide(record, choice, NOW)).toThrow(Forbidden);
    expect(() => reopen({ ...rejected(), ownerAddress: moved }, moved, executionOf, NOW)).toThrow(Forbidden);
  });

  test('is not asked about the title that they give', () => {
    const renamed = rename(inReview(asked), 'Tea', moved, executionOf, NOW)?.record;
    expect(renamed && waitingFor(renamed)).toEqual([rita]);
  });

  test('is nobody else who starts the picture again', () => {
    const record = restart(expired(1), 'olga@contactsheet.example', executionOf, NOW, 'olga').record;
    expect(record).not.toHaveProperty('ownerAddress');
  });
});

describe('rounds', () => {
  test('end at a number: the next is refused to whoever asks', () => {
    expect(reopen(rejected(MOST_ROUNDS - 1), rita, executionOf, NOW).record.round).toBe(MOST_ROUNDS);
    expect(() => reopen(rejected(MOST_ROUNDS), rita, executionOf, NOW)).toThrow(TooManyRounds);
    expect(() => restart(expired(MOST_ROUNDS), rita, executionOf, NOW)).toThrow(TooManyRounds);
    expect(() => restart(expired(MOST_ROUNDS), ann, executionOf, minutesLater(600))).toThrow(TooManyRounds);
  });

  test('that a picture’s owner begins come at once, then after a minute, and twice as long each time', () => {
    expect([1, 2, 3, 4, 8, 20].map(pauseAfter)).toEqual([0, 60_000, 120_000, 240_000, 3_600_000, 3_600_000]);
    const again = (round: number, now: Date) => restart(expired(round), ann, executionOf, now, 'ann');
    expect(again(1, NOW).record.round).toBe(2);
    expect(() => again(2, NOW)).toThrow(TooSoon);
    expect(again(2, minutesLater(1)).record.round).toBe(3);
    expect(() => again(3, minutesLater(1))).toThrow(TooSoon);
    expect(again(3, minutesLater(2)).record.round).toBe(4);
  });

  test('say in how many seconds the next may begin', () => {
    let problem: unknown;
    try {
      restart(expired(2), ann, executionOf, new Date(NOW.getTime() + 15_500));
    } catch (error) {
      problem = error;
    }
    expect(problem).toMatchObject({ code: 'too-soon', detail: { retryAfter: 45 } });
  });

  test('wait for nobody but the owner, by whatever label', () => {
    expect(restart(expired(5), 'olga@contactsheet.example', executionOf, NOW, 'olga').record.round).toBe(6);
    expect(() => restart(expired(5), 'ann+x@contactsheet.example', executionOf, NOW)).toThrow(TooSoon);
  });

  test('are counted from the end of the one before, also where the picture was renamed since', () => {
    const review = { settledAt: minutesLater(-1).toISOString() };
    expect(nextRoundAt({ status: 'expired', round: 2, updatedAt: NOW.toISOString(), review })).toBe(
      NOW.toISOString(),
    );
    const failed = fail(processing({ round: 2 }), 'processing-failed', NOW)?.record ?? processing();
    expect(nextRoundAt(failed)).toBe(minutesLater(1).toISOString());
  });
});
