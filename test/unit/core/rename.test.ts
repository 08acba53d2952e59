import { describe, expect, test } from '@jest/globals';
import type { Change } from '#core/change';
import {
  NotRenamable,
  NotWithdrawable,
  ReviewOver,
  TitleChanged,
  TooManyRounds,
  TooSoon,
} from '#core/errors';
import type { ImageRecord, Verdict } from '#core/image';
import { died, fail, withdraw } from '#core/lifecycle';
import { toAsk, waitingFor } from '#core/panel';
import { rename } from '#core/rename';
import { decide, expire, settle } from '#core/review';
import { MOST_ROUNDS } from '#core/rounds';
import { isPublic, publicTitleOf, titleNote } from '#core/title';
import { undo, undoableUntil } from '#core/undo';
import { announced, executionOf, ID, inReview, minutesLater, NOW, policy, processing } from './images.ts';

const rita = 'rita@contactsheet.example';
const sam = 'sam@contactsheet.example';
const ann = 'ann@contactsheet.example';
const changed = (change: Change | undefined): ImageRecord => {
  if (!change) throw new Error('nothing changed');
  return change.record;
};
const call = (record: ImageRecord, title: string, now = NOW) => rename(record, title, ann, executionOf, now);
const choose = (record: ImageRecord, by: string, decision: Verdict = 'approve', more = {}) =>
  changed(decide(record, { by, decision, ...more }, NOW));
const settled = (record: ImageRecord, now = NOW) => changed(settle(record, now));
const approved = (more = {}) => ({ ...settled(choose(inReview(), rita)), ...more });
/** An approved picture whose new title is in review. */
const retitled = (more: Partial<ImageRecord> = {}) => changed(call({ ...approved(), ...more }, 'Tea'));

describe('a new title', () => {
  test('before there is a review is only a title', () => {
    for (const record of [announced(), processing()]) {
      const { record: renamed, event } = call(record, 'Tea') ?? {};
      expect(renamed).toMatchObject({ title: 'Tea', titleVersion: 2, status: record.status });
      expect(event).toEqual({ at: NOW.toISOString(), by: ann, type: 'renamed', detail: 'Tea' });
    }
  });

  test('that it has already changes nothing, in whatever state', () => {
    for (const record of [announced(), inReview(), approved()])
      expect(call(record, 'Coffee')).toBeUndefined();
    expect(call(retitled(), 'Tea')).toBeUndefined();
  });

  test('of what is not public and not up for review is only a title', () => {
    for (const status of ['failed', 'expired', 'withdrawn', 'rejected'] as const)
      expect(changed(call(processing({ status }), 'Tea'))).toMatchObject({ title: 'Tea', status, round: 1 });
  });
});

describe('a title that is changed while a review is open', () => {
  const two = () => inReview({ required: 2, titleWhenOpened: 'Coffee' });

  test('takes the approvals of the other title with it: whoever gave one is waited for again', () => {
    const renamed = changed(call(choose(two(), rita), 'Tea'));
    expect(renamed).toMatchObject({ status: 'in-review', round: 1, attempt: 1, title: 'Tea' });
    expect(renamed.review?.decisions).toEqual([]);
    expect(waitingFor(renamed)).toEqual([rita, sam]);
    const one = choose(renamed, sam);
    expect(one.review?.outcome).toBeUndefined();
    expect(choose(one, rita).review).toMatchObject({
      outcome: 'approved',
      decisions: [{ title: 'Tea' }, { title: 'Tea' }],
    });
  });

  test('there and back does not bring them back', () => {
    const back = changed(call(changed(call(choose(two(), rita), 'Tea')), 'Coffee'));
    expect(back.review?.decisions).toEqual([]);
    expect(back.titleVersion).toBe(3);
  });

  test('is said to reviewers, with what it was', () => {
    expect(titleNote(two())).toBeUndefined();
    expect(titleNote(changed(call(two(), 'Tea')))).toBe('The title was “Coffee” when the review opened.');
  });

  test('is not decided on by who saw the other', () => {
    const renamed = changed(call(two(), 'Tea'));
    for (const verdict of ['approve', 'reject'] as const)
      expect(() => choose(renamed, rita, verdict, { titleVersion: 1 })).toThrow(TitleChanged);
    expect(() => choose(renamed, rita, 'approve', { titleVersion: 1 })).toThrow('“Tea”');
    expect(choose(renamed, rita, 'approve', { titleVersion: 2 }).review?.decisions).toHaveLength(1);
    expect(choose(two(), rita, 'approve', { titleVersion: 1 }).review?.decisions).toHaveLength(1);
  });

  test('once there is an outcome waits until that is carried out', () => {
    for (const verdict of ['approve', 'reject'] as const)
      expect(() => call(choose(inReview(), rita, verdict), 'Tea')).toThrow(NotRenamable);
  });

  test('after a rejection is what an undo puts up for review, without approvals of the other', () => {
    const rejected = settled(choose(choose(two(), rita), sam, 'reject'));
    const renamed = changed(call(rejected, 'Tea'));
    expect(renamed.review?.decisions.map(({ by }) => by)).toEqual([sam]);
    const undone = changed(undo(renamed, sam, executionOf, NOW));
    expect(undone).toMatchObject({ status: 'in-review', title: 'Tea', review: { decisions: [] } });
    // Who rejected it was mailed, and knows; whose approval was dropped is asked again.
    expect([undone.review?.askedAt, toAsk(undone)]).toEqual([undefined, [rita]]);
  });
});

describe('a new title of an approved picture', () => {
  test('is up for review in a new round, and the approved one is public', () => {
    const { record, event } = call(approved(), 'Tea') ?? {};
    expect(record).toMatchObject({
      status: 'in-review',
      title: 'Tea',
      round: 2,
      attempt: 1,
      deaths: 0,
      execution: executionOf(`${ID}-2-1`),
      review: {
        round: 2,
        reviewers: policy.reviewers,
        decisions: [],
        openedAt: NOW.toISOString(),
        titleWhenOpened: 'Tea',
        retitled: { from: 'Coffee', to: 'Tea' },
      },
    });
    expect(record?.review).not.toHaveProperty('outcome');
    expect(record?.review).not.toHaveProperty('askedAt');
    expect(record?.nextCheckAt).toBeDefined();
    expect(event).toMatchObject({ type: 'renamed', by: ann, detail: 'Tea' });
    expect([publicTitleOf(retitled()), isPublic(retitled())]).toEqual(['Coffee', true]);
    expect(waitingFor(retitled())).toEqual([rita, sam]);
    expect(titleNote(retitled())).toContain('public as “Coffee”');
  });

  test('is public once it is approved, and on the trail', () => {
    const pending = choose(retitled(), rita);
    expect(publicTitleOf(pending)).toBe('Coffee');
    const { record, event } = settle(pending, NOW) ?? {};
    expect(record).toMatchObject({
      status: 'approved',
      title: 'Tea',
      review: { decisions: [{ title: 'Tea' }] },
    });
    expect(record && publicTitleOf(record)).toBe('Tea');
    expect(event).toMatchObject({ type: 'approved', detail: 'Tea' });
  });

  test.each([
    ['is rejected', () => settled(choose(retitled(), rita, 'reject')), 'rejected'],
    ['expires', () => settled(changed(expire(retitled(), minutesLater(72 * 60)))), 'expired'],
    ['cannot be reviewed', () => changed(fail(retitled(), 'processing-died', NOW)), undefined],
  ])('that %s leaves the picture public under the approved one', (_, end, outcome) => {
    const record = end();
    expect(record).toMatchObject({ status: 'approved', title: 'Coffee' });
    expect([record.review?.outcome, record.failure]).toEqual([outcome, undefined]);
    expect(record.nextCheckAt).toBeUndefined();
    expect(publicTitleOf(record)).toBe('Coffee');
  });

  test('says on the trail which title stays when it is rejected', () => {
    expect(settle(choose(retitled(), rita, 'reject'), NOW)?.event).toMatchObject({
      type: 'rejected',
      detail: 'Coffee',
    });
  });

  test('stays in review where its execution died, and ends after too many deaths', () => {
    const again = changed(died(retitled(), executionOf(`${ID}-2-1`), 'States.Timeout', executionOf, NOW));
    expect(again).toMatchObject({ status: 'in-review', attempt: 2, title: 'Tea' });
    expect(publicTitleOf(again)).toBe('Coffee');
    const dead = { ...retitled(), deaths: 3 };
    expect(changed(died(dead, dead.execution ?? '', 'x', executionOf, NOW))).toMatchObject({
      status: 'approved',
      title: 'Coffee',
    });
  });

  test('may be changed again before it is decided on', () => {
    const again = changed(call(retitled(), 'Cocoa'));
    expect(again).toMatchObject({ round: 2, review: { retitled: { from: 'Coffee', to: 'Cocoa' } } });
    expect(settled(choose(again, rita)).title).toBe('Cocoa');
  });

  test('that is changed back needs no review: it ends', () => {
    const back = changed(call(retitled(), 'Coffee'));
    expect(back).toMatchObject({ status: 'approved', title: 'Coffee' });
    expect(back.nextCheckAt).toBeUndefined();
    expect(waitingFor(back)).toEqual([]);
  });

  test('that is changed back takes the approvals of the new one with it', () => {
    const half = choose(retitled({ policy: { ...policy, required: 2 } }), rita);
    const back = changed(call(half, 'Coffee'));
    expect(back.review?.decisions).toEqual([]);
    expect(undoableUntil(back, rita, NOW)).toBeUndefined();
  });

  test('is refused where the policy says so', () => {
    const strict = approved({ policy: { ...policy, renameApproved: 'refuse' } });
    expect(() => call(strict, 'Tea')).toThrow(NotRenamable);
    const withReview = approved({ policy: { ...policy, renameApproved: 'review' } });
    expect(call(withReview, 'Tea')?.record.round).toBe(2);
    // What is not approved yet may be called anything.
    expect(call({ ...inReview(), policy: strict.policy }, 'Tea')).toBeDefined();
  });

  test('is one more round, of which there are so many, and after the first a pause', () => {
    expect(() => call(approved({ round: MOST_ROUNDS }), 'Tea', minutesLater(60))).toThrow(TooManyRounds);
    expect(() => call(approved({ round: 2 }), 'Tea')).toThrow(TooSoon);
    expect(call(approved({ round: 2 }), 'Tea', minutesLater(1))).toBeDefined();
  });
});

describe('an undo of a decision on a title', () => {
  test('that was approved brings the title before back to the public', () => {
    const published = settled(choose(retitled(), rita));
    expect(undoableUntil(published, rita, NOW)).toBe(minutesLater(1).toISOString());
    const undone = changed(undo(published, rita, executionOf, NOW));
    expect(undone).toMatchObject({ status: 'in-review', round: 2, attempt: 2, title: 'Tea' });
    expect(publicTitleOf(undone)).toBe('Coffee');
  });

  test('that was rejected puts it up for review again, until the review is due', () => {
    const rejected = settled(choose(retitled(), rita, 'reject'));
    const undone = changed(undo(rejected, rita, executionOf, minutesLater(60)));
    expect(undone).toMatchObject({ status: 'in-review', title: 'Tea', review: { decisions: [] } });
    expect(publicTitleOf(undone)).toBe('Coffee');
    expect(settled(choose(undone, sam)).title).toBe('Tea');
    expect(() => undo(rejected, rita, executionOf, minutesLater(72 * 60))).toThrow(ReviewOver);
  });

  test('does not move a page that showed it: the title is another version each time', () => {
    const versions = [retitled(), settled(choose(retitled(), rita, 'reject'))].map((one) => one.titleVersion);
    expect(versions).toEqual([2, 3]);
  });
});

describe('a public picture whose title is in review', () => {
  test('is withdrawn as any other, under the approved title', () => {
    const gone = changed(withdraw(retitled(), sam, NOW));
    expect(gone).toMatchObject({ status: 'withdrawn', title: 'Coffee' });
    expect(isPublic(gone)).toBe(false);
    expect(settle(choose(retitled(), rita), NOW)).toBeDefined();
    expect(settle(changed(withdraw(choose(retitled(), rita), sam, NOW)), NOW)).toBeUndefined();
    expect(() => withdraw(choose(inReview(), rita), sam, NOW)).toThrow(NotWithdrawable);
  });
});
