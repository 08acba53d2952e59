import { describe, expect, test } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import { died } from '#core/lifecycle';
import { isTokenLost, tokenLost } from '#core/lost-token';
import { delivered, keepToken } from '#core/review';
import { executionOf, ID, inReview, minutesLater, NOW } from './images.ts';

/** A picture in review, opened now, whose execution waits without its token. */
function tokenless(more: Partial<ImageRecord['review']> = {}, attempt = 1): ImageRecord {
  const { token: _, ...review } = inReview(more).review ?? { token: '' };
  return { ...inReview(), attempt, execution: executionOf(`${ID}-1-${attempt}`), review: review as never };
}
const decided = { outcome: 'approved', delivery: 'pending' } as const;
const seconds = (n: number) => new Date(NOW.getTime() + n * 1000);

describe('a token is lost', () => {
  test('when it has not come for more than five minutes', () => {
    expect(isTokenLost(tokenless(), NOW, minutesLater(5))).toBe(false);
    expect(isTokenLost(tokenless(), NOW, seconds(301))).toBe(true);
  });

  test('when it has not come for more than a minute and the picture is decided', () => {
    expect(isTokenLost(tokenless(decided), NOW, seconds(60))).toBe(false);
    expect(isTokenLost(tokenless(decided), NOW, seconds(61))).toBe(true);
  });

  test('counted from when the round’s first execution had rendered, or a later one began', () => {
    expect(isTokenLost(tokenless(), minutesLater(-10), minutesLater(4))).toBe(false);
    expect(isTokenLost(tokenless({}, 2), minutesLater(20), minutesLater(24))).toBe(false);
    expect(isTokenLost(tokenless({}, 2), minutesLater(20), minutesLater(26))).toBe(true);
  });

  test('later each time in a row, but never later than sixteen times', () => {
    expect(isTokenLost(tokenless({ tokensLost: 2 }), NOW, minutesLater(20))).toBe(false);
    expect(isTokenLost(tokenless({ tokensLost: 2 }), NOW, minutesLater(21))).toBe(true);
    expect(isTokenLost(tokenless({ ...decided, tokensLost: 50 }), NOW, minutesLater(17))).toBe(true);
  });

  test.each<[string, ImageRecord]>([
    ['it is there', inReview()],
    ['Step Functions was told the outcome', tokenless({ outcome: 'approved', delivery: 'delivered' })],
    ['the picture is not in review any more', { ...tokenless(), status: 'approved' }],
  ])('and is not when %s', (_, record) => {
    expect(isTokenLost(record, NOW, minutesLater(600))).toBe(false);
  });
});

describe('an execution whose token was lost', () => {
  const execution = executionOf(`${ID}-1-1`);
  const replaced = (record: ImageRecord) => tokenLost(record, execution, executionOf, minutesLater(6));

  test('is replaced by the next attempt of the round, without a death', () => {
    const { record, event } = replaced(tokenless()) ?? {};
    expect(record).toMatchObject({
      status: 'in-review',
      round: 1,
      attempt: 2,
      deaths: 0,
      execution: executionOf(`${ID}-1-2`),
    });
    expect(event).toMatchObject({ type: 'restarted', detail: 'token-lost' });
  });

  test('leaves the outcome to be delivered by the next, which is looked at soon', () => {
    const { record } = replaced(tokenless(decided)) ?? {};
    expect(record?.review).toMatchObject(decided);
    expect(record?.nextCheckAt).toBe(new Date(minutesLater(6).getTime() + 30_000).toISOString());
  });

  test('stays where its token came meanwhile, or the record names another', () => {
    expect(replaced(inReview())).toBeUndefined();
    expect(replaced(tokenless({}, 2))).toBeUndefined();
  });

  test('is forgotten with the first token that comes', () => {
    const next = replaced(tokenless())?.record ?? tokenless();
    expect(next.review?.tokensLost).toBe(1);
    const task = { execution: next.execution ?? '', round: 1, token: 'token-2' };
    expect(keepToken(next, task, NOW)?.record.review?.tokensLost).toBeUndefined();
  });
});

describe('a picture that is decided is looked at again after half a minute', () => {
  const soon = seconds(30).toISOString();
  const approved = inReview({ ...decided });

  test('when its token turns out to be dead', () => {
    expect(delivered(approved, 'token-1', 'gone', NOW)?.record.nextCheckAt).toBe(soon);
  });

  test('when another execution takes the place of one that died', () => {
    const next = died(approved, executionOf(`${ID}-1-1`), 'States.Timeout', executionOf, NOW);
    expect(next?.record.nextCheckAt).toBe(soon);
  });
});
