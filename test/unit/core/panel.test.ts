import { describe, expect, test } from '@jest/globals';
import type { Change } from '#core/change';
import { AlreadyDecided, Forbidden, InvalidInput, NotUndoable, ReviewOver } from '#core/errors';
import { bounced, escalate, newcomers, passed, reminded } from '#core/escalation';
import { handOver } from '#core/handover';
import type { ImageRecord } from '#core/image';
import { withdraw } from '#core/lifecycle';
import { panel, passedOn, receivedFrom, toAsk, waitingFor, waitsFor } from '#core/panel';
import { decide, expire, leaveOut, outcomeOf, settle } from '#core/review';
import { undo, undoableUntil } from '#core/undo';
import { executionOf, ID, inReview, minutesLater, NOW, policy } from './images.ts';

const rita = 'rita@contactsheet.example';
const sam = 'sam@contactsheet.example';
const zoe = 'zoe@desk.example';
const editor = 'editor@contactsheet.example';
const allowed = { policy, domains: ['desk.example'] };
const changed = (change: Change | undefined): ImageRecord => {
  if (!change) throw new Error('nothing changed');
  return change.record;
};
const choose = (record: ImageRecord, by: string, decision: 'approve' | 'reject' = 'approve', now = NOW) =>
  changed(decide(record, { by, decision }, now));
const takeBack = (record: ImageRecord, by = rita, now = NOW) => undo(record, by, executionOf, now);
const approved = () => changed(settle(choose(inReview(), rita), NOW));

describe('a quorum', () => {
  const two = (more = {}) => inReview({ required: 2, ...more });

  test('is reached by so many approvals, not before', () => {
    const first = choose(two(), rita);
    expect(first.review?.outcome).toBeUndefined();
    expect(first.status).toBe('in-review');
    expect(choose(first, sam).review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
  });

  test('is broken by one rejection, whoever approved', () => {
    expect(choose(choose(two(), rita), sam, 'reject').review?.outcome).toBe('rejected');
  });

  test('counts nobody twice', () => {
    const first = choose(two(), rita);
    expect(decide(first, { by: rita, decision: 'approve' }, NOW)).toBeUndefined();
  });

  test('lets nobody decide the opposite of what they decided', () => {
    const first = choose(two(), rita);
    expect(() => choose(first, rita, 'reject')).toThrow(AlreadyDecided);
  });

  test('keeps every decision with who, when and what they said', () => {
    const first = changed(decide(two(), { by: rita, decision: 'approve', comment: 'Sharp.' }, NOW));
    const second = changed(
      decide(first, { by: sam, decision: 'reject', comment: 'Too dark.' }, minutesLater(5)),
    );
    expect(second.review?.decisions).toEqual([
      { by: rita, decision: 'approve', comment: 'Sharp.', title: 'Coffee', at: NOW.toISOString() },
      {
        by: sam,
        decision: 'reject',
        comment: 'Too dark.',
        title: 'Coffee',
        at: minutesLater(5).toISOString(),
      },
    ]);
  });

  test('waits for those who have not decided', () => {
    expect(waitingFor(two())).toEqual([rita, sam]);
    expect(waitingFor(choose(two(), rita))).toEqual([sam]);
    expect(waitingFor(choose(inReview(), rita))).toEqual([]);
    expect(waitingFor({ ...inReview(), createdBy: sam })).toEqual([rita]);
  });
});

describe('one’s own picture', () => {
  const own = 'ann+desk@contactsheet.example';
  const asked = inReview({ reviewers: [rita, own] });

  test('waits for nobody who is its sender by another label, or in other letters', () => {
    expect(waitingFor(asked)).toEqual([rita]);
    expect(newcomers({ ...inReview(), policy: { ...policy, escalateTo: [own] } })).toEqual([]);
    expect(waitingFor({ ...inReview(), createdBy: 'Rita@Contactsheet.example' })).toEqual([sam]);
  });

  test.each([
    ['by a label of its sender’s address', { by: own }],
    ['by its sender’s account, whose address has changed since', { by: sam, account: 'ann' }],
  ])('is not decided on %s', (_, who) => {
    expect(() => decide(asked, { ...who, decision: 'approve' }, NOW)).toThrow(Forbidden);
  });

  test.each([own, 'sam+2@contactsheet.example'])('is not passed on to %s, a label of one there', (to) => {
    const everybody = { policy, domains: ['contactsheet.example'] };
    expect(() => handOver(inReview(), { from: rita, to }, everybody, NOW)).toThrow(InvalidInput);
  });

  test('is not passed on to another address that its owner acts under', () => {
    const moved = { ...inReview(), ownerAddress: zoe };
    const refused = expect.objectContaining({
      detail: { errors: [expect.objectContaining({ field: 'to', code: 'own-picture' })] },
    });
    expect(() => handOver(moved, { from: rita, to: zoe }, allowed, NOW)).toThrow(refused);
  });

  test('says who decided, and nothing of the account', () => {
    const decided = changed(decide(inReview(), { by: sam, account: 'sam', decision: 'approve' }, NOW));
    expect(decided.review?.decisions).toEqual([
      { by: sam, decision: 'approve', title: 'Coffee', at: NOW.toISOString() },
    ]);
  });
});

describe('one person under several labels of an address', () => {
  const ann = 'ann@desk.example';
  const pics = 'ann+pics@desk.example';
  const two = (more = {}) => inReview({ reviewers: [pics, sam], required: 2, ...more });

  test('is one approval of a quorum, however often and by whichever label', () => {
    const first = choose(two(), pics);
    for (const by of [ann, pics, 'Ann+Other@Desk.Example'])
      expect(decide(first, { by, decision: 'approve' }, NOW)).toBeUndefined();
    expect(first.review?.outcome).toBeUndefined();
    expect(choose(first, sam).review?.outcome).toBe('approved');
  });

  test('is counted once where the record has two decisions of theirs', () => {
    const decisions = [pics, ann].map((by) => ({ by, decision: 'approve' as const, at: NOW.toISOString() }));
    expect(outcomeOf({ decisions, required: 2 })).toBeUndefined();
  });

  test('cannot decide the opposite by another label, and takes the decision back by any', () => {
    const first = choose(two(), pics);
    expect(() => choose(first, ann, 'reject')).toThrow(AlreadyDecided);
    expect(undoableUntil(first, ann, NOW)).toBeDefined();
    expect(changed(takeBack(first, ann)).review?.decisions).toEqual([]);
  });

  test('has one place among those whom a picture waits for', () => {
    const both = inReview({ reviewers: [pics, ann, sam] });
    expect(panel(both.review as never)).toEqual([pics, sam]);
    expect(waitingFor(both)).toEqual([pics, sam]);
    expect(waitingFor(choose(inReview({ reviewers: [pics, ann, sam], required: 2 }), ann))).toEqual([sam]);
    expect(waitsFor(both, ann)).toBe(true);
  });

  test('is not asked again when others are', () => {
    const escalateTo = ['ann+2@desk.example', 'zoe@desk.example', 'zoe+2@desk.example'];
    expect(newcomers({ ...two(), policy: { ...policy, escalateTo } })).toEqual([zoe]);
  });

  test('loses the right to decide with a handover, and has it again when it comes back to any label', () => {
    const handed = changed(handOver(two(), { from: pics, to: zoe }, allowed, NOW));
    expect(() => choose(handed, ann)).toThrow(Forbidden);
    expect(handOver(handed, { from: pics, to: 'zoe+1@desk.example' }, allowed, NOW)).toBeUndefined();
    const back = changed(handOver(handed, { from: zoe, to: ann }, allowed, NOW));
    expect(back.review?.reviewers).toEqual([pics, sam, zoe]);
    expect(panel(back.review as never)).toEqual([pics, sam]);
    expect(receivedFrom(back.review as never, pics)).toMatchObject({ from: zoe });
  });

  test('passes a picture on by any label', () => {
    const handed = changed(handOver(two(), { from: ann, to: zoe }, allowed, NOW));
    expect(panel(handed.review as never)).toEqual([sam, zoe]);
  });

  test('is not reached at one label where mail to another comes back', () => {
    const review = two({ unreachable: ['zoe+1@desk.example'] });
    expect(() => handOver(review, { from: pics, to: zoe }, allowed, NOW)).toThrow(InvalidInput);
    const noted = changed(bounced(two(), 1, ann, NOW));
    expect(bounced(noted, 1, pics, NOW)).toBeUndefined();
  });

  test('is mailed first once, where their mail left the picture out', () => {
    const left = changed(leaveOut(choose(inReview({ reviewers: [pics, sam] }), sam), 1, ann));
    expect(left.review?.leftOut).toEqual([ann]);
    expect(leaveOut(left, 1, pics)).toBeUndefined();
    expect(toAsk(changed(takeBack(left, sam)))).toEqual([pics]);
  });
});

describe('undo', () => {
  test('takes back one approval of several, and nothing else changes', () => {
    const record = choose(inReview({ required: 2 }), rita);
    const change = takeBack(record);
    expect(change?.record).toEqual({ ...record, review: { ...record.review, decisions: [] } });
    expect(change?.event).toEqual({ at: NOW.toISOString(), by: rita, type: 'undone', detail: 'approve' });
  });

  test.each(['approve', 'reject'] as const)(
    'of the one that made the outcome (%s) puts the picture in review again, by another execution',
    (verdict) => {
      const settled = changed(settle(choose(inReview(), rita, verdict), NOW));
      const undone = changed(takeBack(settled));
      expect(undone).toMatchObject({
        status: 'in-review',
        round: 1,
        attempt: 2,
        execution: executionOf(`${ID}-1-2`),
      });
      expect(undone.nextCheckAt).toBeDefined();
      expect(undone.review).toEqual(inReviewWithoutToken());
    },
  );

  test('before it was carried out is the same', () => {
    const undone = changed(takeBack(choose(inReview(), rita)));
    expect(undone.execution).toBe(executionOf(`${ID}-1-2`));
    expect(undone.review).toEqual(inReviewWithoutToken());
  });

  test('leaves the others’ decisions', () => {
    const both = choose(choose(inReview({ required: 2 }), rita), sam);
    expect(changed(takeBack(both, sam)).review?.decisions.map(({ by }) => by)).toEqual([rita]);
  });

  test('of an approval that somebody else’s rejection overruled leaves the picture rejected', () => {
    const mixed = choose(choose(inReview({ required: 2 }), rita), sam, 'reject');
    for (const rejected of [mixed, changed(settle(mixed, NOW))]) {
      const undone = changed(takeBack(rejected, rita));
      expect(undone).toEqual({
        ...rejected,
        review: { ...rejected.review, decisions: [expect.objectContaining({ by: sam })] },
      });
    }
  });

  test('is over when the picture was public for a minute: then it is withdrawn', () => {
    expect(undoableUntil(approved(), rita, NOW)).toBe(minutesLater(1).toISOString());
    expect(takeBack(approved(), rita, new Date(minutesLater(1).getTime() - 1))).toBeDefined();
    expect(() => takeBack(approved(), rita, minutesLater(1))).toThrow(NotUndoable);
  });

  test('of an approval that is about to be carried out is promised for a minute, not for days', () => {
    expect(undoableUntil(choose(inReview(), rita), rita, NOW)).toBe(minutesLater(1).toISOString());
  });

  test('of a rejection lasts until the review is due', () => {
    const rejected = changed(settle(choose(inReview(), rita, 'reject'), NOW));
    expect(undoableUntil(rejected, rita, minutesLater(71 * 60))).toBe(minutesLater(72 * 60).toISOString());
    expect(() => takeBack(rejected, rita, minutesLater(72 * 60))).toThrow(ReviewOver);
  });

  test('is nobody else’s, and does nothing a second time', () => {
    expect(takeBack(approved(), sam)).toBeUndefined();
    expect(undoableUntil(approved(), sam, NOW)).toBeUndefined();
    expect(takeBack(changed(takeBack(approved())))).toBeUndefined();
  });

  test('to and fro ends: each time costs an execution', () => {
    const often = { ...approved(), attempt: 50 };
    expect(() => takeBack(often)).toThrow('too often');
    expect(undoableUntil(often, rita, NOW)).toBeUndefined();
    const open = { ...choose(inReview({ required: 2 }), rita), attempt: 50 };
    expect(takeBack(open)).toBeDefined();
  });

  test('is over once the picture is withdrawn', () => {
    const withdrawn = changed(withdraw(approved(), rita, NOW));
    expect(() => takeBack(withdrawn)).toThrow(NotUndoable);
  });

  function inReviewWithoutToken() {
    const { token: _, ...review } = inReview().review ?? { token: '' };
    return review;
  }
});

describe('handing over', () => {
  const passing = { from: rita, to: zoe, comment: 'Please look at the colours.' };
  const handed = () => changed(handOver(inReview(), passing, allowed, NOW));

  test('asks the colleague instead, on record', () => {
    const change = handOver(inReview(), passing, allowed, NOW);
    expect(change?.record.review).toMatchObject({
      reviewers: [rita, sam, zoe],
      handovers: [{ ...passing, at: NOW.toISOString() }],
    });
    expect(change?.event).toMatchObject({
      by: rita,
      type: 'handed-over',
      detail: zoe,
      comment: passing.comment,
    });
    expect(waitingFor(handed())).toEqual([sam, zoe]);
    expect(passedOn(handed().review as never, rita)).toBe(zoe);
  });

  test('takes the right to decide', () => {
    expect(() => choose(handed(), rita)).toThrow(Forbidden);
    expect(choose(handed(), zoe).review?.outcome).toBe('approved');
  });

  test('goes on and comes back, and nobody loses their place in the list', () => {
    const back = changed(handOver(handed(), { from: zoe, to: rita }, allowed, NOW));
    expect(back.review?.reviewers).toEqual([rita, sam, zoe]);
    expect(panel(back.review as never)).toEqual([rita, sam]);
    expect(choose(back, rita).review?.outcome).toBe('approved');
  });

  test('to the same again changes nothing', () => {
    expect(handOver(handed(), passing, allowed, NOW)).toBeUndefined();
  });

  test.each([
    ['a stranger', 'eve@evil.example'],
    ['the sender', 'ann@contactsheet.example'],
    ['somebody who was asked', sam],
    ['oneself', rita],
  ])('to %s is refused', (_, to) => {
    expect(() => handOver(inReview(), { from: rita, to }, allowed, NOW)).toThrow(InvalidInput);
  });

  test('to somebody whose mail comes back is refused', () => {
    const review = inReview({ unreachable: [zoe] });
    expect(() => handOver(review, passing, allowed, NOW)).toThrow(InvalidInput);
  });

  test('to and fro ends before the record is too large to be written', () => {
    const comment = 'x'.repeat(1000);
    let [record, from, to] = [inReview(), rita, zoe];
    const passOn = () => handOver(record, { from, to, comment }, allowed, NOW);
    for (let times = 0; times < 50; times += 1) {
      record = changed(passOn());
      [from, to] = [to, from];
    }
    expect(passOn).toThrow(InvalidInput);
    expect(choose(record, rita).review?.outcome).toBe('approved');
  });

  test('after deciding, after the outcome, after the due time or twice is refused', () => {
    const pass =
      (record: ImageRecord, now = NOW) =>
      () =>
        handOver(record, { from: rita, to: zoe }, allowed, now);
    expect(pass(choose(inReview({ required: 2 }), rita))).toThrow(AlreadyDecided);
    expect(pass(choose(inReview(), sam))).toThrow(ReviewOver);
    expect(pass(inReview(), minutesLater(72 * 60))).toThrow(ReviewOver);
    expect(() => handOver(handed(), { from: rita, to: editor }, allowed, NOW)).toThrow(Forbidden);
  });
});

describe('escalation', () => {
  test('asks those whom the policy names as well, once, and says why', () => {
    const change = escalate(inReview(), 1, 'late', NOW);
    expect(newcomers(inReview())).toEqual([editor]);
    expect(change?.record.review).toMatchObject({
      reviewers: [rita, sam, editor],
      escalatedAt: NOW.toISOString(),
    });
    expect(change?.record.review?.milestones.map(({ what }) => what)).toEqual(['remind']);
    expect(change?.event).toMatchObject({ type: 'escalated', detail: 'late' });
    expect(escalate(changed(change), 1, 'late', NOW)).toBeUndefined();
  });

  test('never asks the sender, nor somebody twice', () => {
    expect(newcomers({ ...inReview(), createdBy: editor })).toEqual([]);
    expect(newcomers(inReview({ reviewers: [rita, editor] }))).toEqual([]);
  });

  test('does nothing when there is an outcome or another round', () => {
    expect(escalate(choose(inReview(), rita), 1, 'late', NOW)).toBeUndefined();
    expect(escalate(inReview(), 2, 'late', NOW)).toBeUndefined();
  });

  test('a reminder is behind once it was sent, and names whom it went to', () => {
    const due = minutesLater(24 * 60);
    const change = reminded(inReview(), 1, [rita, sam], due);
    expect(change?.event).toMatchObject({ type: 'reminded', detail: `${rita}, ${sam}` });
    expect(change?.record.review?.milestones.map(({ what }) => what)).toEqual(['escalate']);
    expect(reminded(changed(change), 1, [rita], due)).toBeUndefined();
    expect(passed(inReview(), 1, 'remind', NOW)).toBeUndefined();
  });

  test('a mail that came back is on record once, with whose it was', () => {
    const change = bounced(inReview(), 1, rita, NOW);
    expect(change?.record.review?.unreachable).toEqual([rita]);
    expect(change?.event).toMatchObject({ type: 'bounced', detail: rita });
    expect(bounced(changed(change), 1, rita, NOW)).toBeUndefined();
    expect(bounced(inReview(), 1, 'eve@evil.example', NOW)).toBeUndefined();
  });

  test('an expired review stays expired though others were asked', () => {
    const late = changed(expire(changed(escalate(inReview(), 1, 'late', NOW)), minutesLater(72 * 60)));
    expect(late.review?.outcome).toBe('expired');
    expect(() => choose(late, editor, 'approve', minutesLater(72 * 60))).toThrow(ReviewOver);
  });
});
