import { describe, expect, test } from '@jest/globals';
import * as access from '#core/access';
import type * as changes from '#core/change';
import * as checks from '#core/checks';
import {
  AlreadyDecided,
  Forbidden,
  NotFound,
  NotReopenable,
  NotRestartable,
  NotWithdrawable,
  ReviewOver,
} from '#core/errors';
import type { ImageRecord } from '#core/image';
import * as cycle from '#core/lifecycle';
import { reopen, restart } from '#core/new-round';
import * as reviews from '#core/review';
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
const sam = 'sam@contactsheet.example';
const approve = { by: rita, decision: 'approve' as const };
const changed = (change: changes.Change | undefined): ImageRecord => {
  if (!change) throw new Error('nothing changed');
  return change.record;
};

describe('an upload', () => {
  test('starts the first execution, named by image, round and attempt, and pins the version', () => {
    const record = changed(cycle.uploaded(announced(), { versionId: 'v1', bytes: 5 }, executionOf, NOW));
    expect(record).toMatchObject({ status: 'processing', attempt: 1, upload: { versionId: 'v1', bytes: 5 } });
    expect(record.execution).toBe(executionOf(`${ID}-1-1`));
  });

  test('that is reported twice, or overwritten later, changes nothing', () => {
    expect(cycle.uploaded(processing(), { versionId: 'v2', bytes: 9 }, executionOf, NOW)).toBeUndefined();
  });
});

describe('a rendered picture', () => {
  test('goes into review with its reviewers and due time, and its deaths are forgotten', () => {
    const record = changed(cycle.rendered(processing({ deaths: 2 }), rendering, schedule, NOW));
    expect(record).toMatchObject({ status: 'in-review', deaths: 0, thumbnails: rendering.thumbnails });
    expect(record.review).toMatchObject({
      round: 1,
      reviewers: [rita, sam],
      required: 1,
      openedAt: NOW.toISOString(),
      ...schedule,
    });
  });

  test('keeps the review it has when a second execution renders again', () => {
    expect(cycle.rendered(inReview(), rendering, schedule, NOW)).toBeUndefined();
  });
});

describe('a decision', () => {
  test('is the outcome at once, and waits to be delivered', () => {
    const record = changed(reviews.decide(inReview(), { ...approve, comment: 'Lovely.' }, NOW));
    expect(record.review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
    expect(record.review?.decisions).toEqual([
      { ...approve, comment: 'Lovely.', title: 'Coffee', at: NOW.toISOString() },
    ]);
    expect(record.status).toBe('in-review');
  });

  test('that was made before changes nothing, and comes too late from somebody else', () => {
    const decided = changed(reviews.decide(inReview(), approve, NOW));
    expect(reviews.decide(decided, approve, NOW)).toBeUndefined();
    expect(() => reviews.decide(decided, { by: sam, decision: 'approve' }, NOW)).toThrow(AlreadyDecided);
  });

  test('against the outcome is refused, saying who decided and when', () => {
    const decided = changed(reviews.decide(inReview(), approve, NOW));
    const opposite = () => reviews.decide(decided, { by: sam, decision: 'reject' }, NOW);
    expect(opposite).toThrow(AlreadyDecided);
    expect(opposite).toThrow(`${rita} decided to approve this picture at ${NOW.toISOString()}.`);
  });

  test('comes too late from the due time on', () => {
    const due = inReview({ dueAt: NOW.toISOString() });
    expect(() => reviews.decide(due, approve, NOW)).toThrow(ReviewOver);
  });

  test('is not the sender’s to make', () => {
    expect(() =>
      reviews.decide(inReview(), { by: 'ann@contactsheet.example', decision: 'approve' }, NOW),
    ).toThrow(Forbidden);
  });

  test('stands after the picture was published, and the same again is still well', () => {
    const published = changed(reviews.settle(changed(reviews.decide(inReview(), approve, NOW)), NOW));
    expect(published.status).toBe('approved');
    expect(reviews.decide(published, approve, NOW)).toBeUndefined();
    expect(() => reviews.decide(published, { by: sam, decision: 'reject' }, NOW)).toThrow(AlreadyDecided);
  });
});

describe('an expiry', () => {
  test('comes at the due time and not before', () => {
    expect(reviews.expire(inReview({ dueAt: minutesLater(1).toISOString() }), NOW)).toBeUndefined();
    const record = changed(reviews.expire(inReview({ dueAt: NOW.toISOString() }), NOW));
    expect(record.review).toMatchObject({ outcome: 'expired', delivery: 'pending' });
  });

  test('never overtakes a decision', () => {
    const decided = changed(reviews.decide(inReview({ dueAt: minutesLater(1).toISOString() }), approve, NOW));
    expect(reviews.expire(decided, minutesLater(2))).toBeUndefined();
  });
});

describe('settling', () => {
  test('carries out the outcome on record and forgets the token', () => {
    const rejected = changed(reviews.decide(inReview(), { by: rita, decision: 'reject' }, NOW));
    const settled = changed(reviews.settle(rejected, NOW));
    expect(settled.status).toBe('rejected');
    expect(settled.review?.token).toBeUndefined();
    expect(settled.nextCheckAt).toBeUndefined();
  });

  test('without an outcome does nothing', () => {
    expect(reviews.settle(inReview(), NOW)).toBeUndefined();
  });
});

describe('an execution that died', () => {
  const execution = executionOf(`${ID}-1-1`);

  test('is replaced by another with the next number', () => {
    const record = changed(cycle.died(processing(), execution, 'States.Timeout', executionOf, NOW));
    expect(record).toMatchObject({
      attempt: 2,
      deaths: 1,
      status: 'processing',
      execution: executionOf(`${ID}-1-2`),
    });
    expect(checks.restartDelay(record.deaths)).toBe(0);
  });

  test('is not replaced when the record names another, or is final, so a refused picture stays refused', () => {
    expect(
      cycle.died(
        processing({ attempt: 2, execution: executionOf(`${ID}-1-2`) }),
        execution,
        'x',
        executionOf,
        NOW,
      ),
    ).toBeUndefined();
    const refused = changed(cycle.fail(processing(), 'truncated', NOW));
    expect(cycle.died(refused, execution, 'x', executionOf, NOW)).toBeUndefined();
  });

  test('in review leaves the review open, with its links, and asks for a new token', () => {
    const record = changed(
      cycle.died(inReview({ askedAt: NOW.toISOString() }), execution, 'x', executionOf, NOW),
    );
    expect(record.status).toBe('in-review');
    expect(record.review).toMatchObject({ round: 1, askedAt: NOW.toISOString() });
    expect(record.review?.token).toBeUndefined();
  });

  test('with an outcome on record has it delivered again', () => {
    const decided = changed(reviews.decide(inReview(), approve, NOW));
    const delivered = changed(reviews.delivered(decided, 'token-1', 'taken', NOW));
    const record = changed(cycle.died(delivered, execution, 'x', executionOf, NOW));
    expect(record.review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
  });

  test('a fourth time without progress ends the picture as failed', () => {
    const record = changed(cycle.died(processing({ deaths: 3 }), execution, 'x', executionOf, NOW));
    expect(record).toMatchObject({ status: 'failed', failure: { code: 'processing-died' } });
  });

  test.each([3, 4, 20])(
    'after %s deaths does not fail a picture that is decided: another takes its place',
    (deaths) => {
      const decided = { ...changed(reviews.decide(inReview(), approve, NOW)), deaths };
      const record = changed(cycle.died(decided, execution, 'x', executionOf, NOW));
      expect(record).toMatchObject({ status: 'in-review', attempt: 2, deaths: deaths + 1 });
      expect(record.review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
    },
  );

  test('does not lose the first of two approvals', () => {
    const half = { ...changed(reviews.decide(inReview({ required: 2 }), approve, NOW)), deaths: 3 };
    const record = changed(cycle.died(half, execution, 'x', executionOf, NOW));
    expect(record).toMatchObject({ status: 'in-review', attempt: 2 });
    expect(record.review?.decisions).toHaveLength(1);
  });

  test('because the engine restarted is not counted', () => {
    const record = changed(
      cycle.died(processing({ deaths: 3 }), execution, 'States.ServiceRestart', executionOf, NOW),
    );
    expect(record).toMatchObject({ status: 'processing', deaths: 3, attempt: 2 });
  });

  test('again and again is replaced later and later', () => {
    expect([1, 2, 3].map(checks.restartDelay)).toEqual([0, 60_000, 240_000]);
  });

  test('is replaced hourly in the end, where the picture is decided', () => {
    expect([4, 5, 6, 500].map(checks.restartDelay)).toEqual([960_000, 3_600_000, 3_600_000, 3_600_000]);
  });
});

describe('an execution that gives up with a fault of ours', () => {
  test('ends the picture as failed', () => {
    const failed = { status: 'failed', failure: { code: 'processing-failed' } };
    expect(changed(cycle.faulted(processing(), NOW))).toMatchObject(failed);
    expect(changed(cycle.faulted(inReview(), NOW))).toMatchObject(failed);
  });

  test('leaves a picture that somebody has decided on to the next execution', () => {
    const decided = changed(reviews.decide(inReview(), approve, NOW));
    expect(cycle.faulted(decided, NOW)).toBeUndefined();
    const half = changed(reviews.decide(inReview({ required: 2 }), approve, NOW));
    expect(cycle.faulted(half, NOW)).toBeUndefined();
  });
});

describe('a token', () => {
  const task = { execution: executionOf(`${ID}-1-1`), round: 1, token: 'token-2' };

  test('is kept with the record that its task names', () => {
    expect(changed(reviews.keepToken(inReview(), task, NOW)).review?.token).toBe('token-2');
  });

  test('of a stopped execution or an earlier round is dropped', () => {
    expect(
      reviews.keepToken(inReview(), { ...task, execution: executionOf(`${ID}-1-9`) }, NOW),
    ).toBeUndefined();
    expect(reviews.keepToken(inReview(), { ...task, round: 2 }, NOW)).toBeUndefined();
  });

  test('that Step Functions does not know any more is forgotten, so that another is asked for', () => {
    const decided = changed(reviews.decide(inReview(), approve, NOW));
    const record = changed(reviews.delivered(decided, 'token-1', 'gone', NOW));
    expect(record.review?.token).toBeUndefined();
    expect(record.review?.delivery).toBe('pending');
  });
});

describe('a person', () => {
  test('starts an expired picture and a fault again, in a new round', () => {
    for (const ended of [
      processing({ status: 'expired' }),
      changed(cycle.fail(processing(), 'processing-failed', NOW)),
    ]) {
      const { record, event } = restart(ended, 'ann@contactsheet.example', executionOf, NOW);
      expect(record).toMatchObject({
        status: 'processing',
        round: 2,
        attempt: 1,
        execution: executionOf(`${ID}-2-1`),
      });
      expect(record.failure).toBeUndefined();
      expect(event).toMatchObject({ type: 'restarted', by: 'ann@contactsheet.example' });
    }
  });

  test('cannot start a refused file again, nor what is on its way or approved', () => {
    const refused = changed(cycle.fail(processing(), 'checksum-mismatch', NOW));
    for (const record of [refused, processing(), inReview(), processing({ status: 'approved' })]) {
      expect(() => restart(record, 'ann', executionOf, NOW)).toThrow(NotRestartable);
    }
  });

  test('takes back only what was approved, and no second time', () => {
    const approved = changed(reviews.settle(changed(reviews.decide(inReview(), approve, NOW)), NOW));
    const { record, event } = cycle.withdraw(approved, sam, NOW) ?? {};
    expect(record).toMatchObject({ status: 'withdrawn', review: { outcome: 'approved' } });
    expect(event).toMatchObject({ type: 'withdrawn', by: sam });
    expect(cycle.withdraw(record ?? approved, sam, NOW)).toBeUndefined();
    for (const other of [inReview(), processing({ status: 'rejected' })]) {
      expect(() => cycle.withdraw(other, sam, NOW)).toThrow(NotWithdrawable);
    }
  });

  test('reopens only what was rejected or withdrawn', () => {
    expect(reopen(processing({ status: 'withdrawn' }), rita, executionOf, NOW).record.round).toBe(2);
    expect(reopen(processing({ status: 'rejected' }), rita, executionOf, NOW).record.round).toBe(2);
    expect(() => reopen(processing({ status: 'approved' }), rita, executionOf, NOW)).toThrow(NotReopenable);
  });
});

describe('who may see a picture', () => {
  const stranger = { sub: 'bob', groups: [] };

  test('a stranger is told that there is none', () => {
    expect(() => access.readable(announced(), stranger)).toThrow(NotFound);
    expect(() => access.readable(undefined, stranger)).toThrow(NotFound);
    expect(() => access.ownable(announced(), stranger, ['operators'])).toThrow(NotFound);
  });

  test('its owner, reviewers and operators read it, but only its owner and named groups change it', () => {
    const reviewer = { sub: 'rita', groups: ['reviewers'] };
    expect(access.readable(announced(), { sub: 'ann', groups: [] }).id).toBe(ID);
    expect(access.readable(announced(), reviewer).id).toBe(ID);
    expect(() => access.ownable(announced(), reviewer, ['operators'])).toThrow(Forbidden);
    expect(access.ownable(announced(), { sub: 'o', groups: ['operators'] }, ['operators']).id).toBe(ID);
  });
});
