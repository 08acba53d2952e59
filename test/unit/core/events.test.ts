import { describe, expect, test } from '@jest/globals';
import { changeOf, type ImageEvent } from '#core/events';
import { type ImageRecord, type Status, statuses } from '#core/image';
import * as cycle from '#core/lifecycle';
import { reopen, restart } from '#core/new-round';
import { rename } from '#core/rename';
import * as reviews from '#core/review';
import { undo } from '#core/undo';
import {
  announced,
  executionOf,
  ID,
  inReview,
  minutesLater,
  NOW,
  processing,
  rendering,
  schedule,
} from './images.ts';

const rita = 'rita@contactsheet.example';
const told: Record<Status, ImageEvent['type'] | undefined> = {
  'awaiting-upload': undefined,
  processing: 'submitted',
  'in-review': 'review-requested',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
  failed: 'failed',
};
const moves = statuses.flatMap((before) => statuses.map((after) => ({ before, after })));

/** The events of one write after another, each by a rule; `undefined` where it tells nothing. */
function telling(
  start: ImageRecord,
  ...rules: ((record: ImageRecord) => { record: ImageRecord } | undefined)[]
) {
  let seen = start;
  return rules.map((rule) => {
    const before = seen;
    const after = rule(before)?.record;
    if (!after) throw new Error('nothing changed');
    seen = { ...after, version: before.version + 1 };
    return changeOf(before, seen);
  });
}

describe('what others are told', () => {
  test.each(moves.filter(({ before, after }) => before !== after))(
    'from $before to $after is its new status',
    ({ before, after }) => {
      expect(changeOf(announced({ status: before }), announced({ status: after, version: 1 }))?.type).toBe(
        told[after],
      );
    },
  );

  test.each(statuses)('is nothing where it stays %s', (status) => {
    expect(changeOf(announced({ status }), announced({ status, version: 1 }))).toBeUndefined();
  });

  test('is when, which picture, in which round and what it is called, and nothing of who sent it', () => {
    const approved = inReview({ outcome: 'approved', delivery: 'pending' });
    const [event] = telling({ ...approved, version: 4, round: 2 }, (seen) =>
      reviews.settle(seen, minutesLater(5)),
    );
    expect(event).toEqual({
      version: '1',
      id: `${ID}-5`,
      type: 'approved',
      imageId: ID,
      round: 2,
      sequence: 5,
      at: minutesLater(5).toISOString(),
      title: 'Coffee',
    });
  });

  test('of a failure is also its code', () => {
    const [event] = telling(processing(), (seen) => cycle.fail(seen, 'truncated', NOW));
    expect(event).toMatchObject({ type: 'failed', reason: 'truncated' });
  });

  test('of a round after a failure gives no reason', () => {
    const [, again] = telling(
      processing(),
      (seen) => cycle.fail(seen, 'processing-died', NOW),
      (seen) => restart(seen, 'ann', executionOf, NOW),
    );
    expect(again).toMatchObject({ type: 'submitted', round: 2 });
    expect(again).not.toHaveProperty('reason');
  });

  test('on a whole way is three events; a title, a token, a mail and a decision that is not carried out are none', () => {
    const events = telling(
      announced(),
      (seen) => cycle.uploaded(seen, { bytes: 5 }, executionOf, NOW),
      (seen) => rename(seen, 'Tea', 'ann', executionOf, NOW),
      (seen) => cycle.rendered(seen, rendering, schedule, NOW),
      (seen) => reviews.asked(seen, 1, NOW),
      (seen) => reviews.keepToken(seen, { execution: seen.execution ?? '', round: 1, token: 'secret' }, NOW),
      (seen) => reviews.decide(seen, { by: rita, decision: 'approve' }, NOW),
      (seen) => reviews.settle(seen, NOW),
    );
    expect(events.map((event) => event?.type)).toEqual([
      'submitted',
      undefined,
      'review-requested',
      undefined,
      undefined,
      undefined,
      'approved',
    ]);
    expect(events.at(-1)?.title).toBe('Tea');
  });

  test('of a new title of a public picture is nothing until it is decided, then what it is called now', () => {
    const approved = { ...inReview(), status: 'approved' as const };
    const told = (verdict: 'approve' | 'reject') =>
      telling(
        approved,
        (seen) => rename(seen, 'Tea', 'ann', executionOf, NOW),
        (seen) => reviews.asked(seen, 2, NOW),
        (seen) => reviews.decide(seen, { by: rita, decision: verdict }, NOW),
        (seen) => reviews.settle(seen, NOW),
        (seen) => undo(seen, rita, executionOf, NOW),
      ).map((event) => event && `${event.type} ${event.title}`);
    expect(told('approve')).toEqual([undefined, undefined, undefined, 'approved Tea', 'approved Coffee']);
    expect(told('reject')).toEqual([undefined, undefined, undefined, 'approved Coffee', undefined]);
    const [, withdrawn] = telling(
      approved,
      (seen) => rename(seen, 'Tea', 'ann', executionOf, NOW),
      (seen) => cycle.withdraw(seen, rita, NOW),
    );
    expect(withdrawn).toMatchObject({ type: 'withdrawn', title: 'Coffee', round: 2 });
  });

  test('when it is withdrawn and reopened is a new round', () => {
    const events = telling(
      { ...inReview(), status: 'approved' },
      (seen) => cycle.withdraw(seen, rita, NOW),
      (seen) => reopen(seen, rita, executionOf, NOW),
    );
    expect(events.map((event) => [event?.type, event?.round])).toEqual([
      ['withdrawn', 1],
      ['submitted', 2],
    ]);
  });
});
