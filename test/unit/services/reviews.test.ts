import { describe, expect, test } from '@jest/globals';
import { NotFound, ReviewOver } from '#core/errors';
import { decisions, delivery, expiry } from '#services/reviews';
import { ID, inReview, minutesLater, NOW } from '../core/images.ts';
import { fakeWorkflow, memoryImages } from './fakes.ts';

const now = () => NOW;
const choice = { id: ID, by: 'rita@contactsheet.example', decision: 'approve' as const };

describe('deciding', () => {
  test('writes the decision down, tells Step Functions, and stops the clock', async () => {
    const images = memoryImages(inReview());
    const workflow = fakeWorkflow();
    const record = await decisions({ images, workflow, now })({ ...choice, link: { round: 1 } });
    expect(record.review).toMatchObject({ outcome: 'approved', delivery: 'delivered' });
    expect(workflow.calls).toEqual(['deliver approved to token-1', `stop clock of ${ID}-1-1`]);
  });

  test('stands though Step Functions cannot be told now', async () => {
    const images = memoryImages(inReview());
    const workflow = { ...fakeWorkflow(), deliver: () => Promise.reject(new Error('down')) };
    const record = await decisions({ images, workflow, now })(choice);
    expect(record.review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
  });

  test('before the token is known waits for the token', async () => {
    const { token: _, ...rest } = inReview().review ?? { token: '' };
    const images = memoryImages({ ...inReview(), review: rest as never });
    const workflow = fakeWorkflow();
    const record = await decisions({ images, workflow, now })(choice);
    expect(workflow.calls).toEqual([]);
    expect(record.review?.delivery).toBe('pending');
  });

  test('from a desk of another label of their address is the reviewer’s own', async () => {
    const [asked, by] = ['rita+pics@contactsheet.example', 'rita@contactsheet.example'];
    const images = memoryImages(inReview({ reviewers: [asked] }));
    const decide = decisions({ images, workflow: fakeWorkflow(), now });
    expect((await decide({ ...choice, by, link: {} })).review?.outcome).toBe('approved');
    const others = memoryImages(inReview({ reviewers: ['sam@contactsheet.example'] }));
    const decideTheirs = decisions({ images: others, workflow: fakeWorkflow(), now });
    await expect(decideTheirs({ ...choice, by, link: {} })).rejects.toThrow(NotFound);
  });

  test('with a link of an earlier round changes nothing', async () => {
    const images = memoryImages(inReview({ round: 2 }));
    await expect(
      decisions({ images, workflow: fakeWorkflow(), now })({ ...choice, link: { round: 1 } }),
    ).rejects.toThrow(ReviewOver);
    expect(images.trail).toEqual([]);
  });
});

describe('undoing', () => {
  const undo = { ...choice, decision: 'undo' as const };
  const decided = () =>
    inReview({
      outcome: 'approved',
      decisions: [{ by: choice.by, decision: 'approve', at: NOW.toISOString() }],
    });

  test('stops the execution that has the outcome, and starts another', async () => {
    const workflow = fakeWorkflow();
    await decisions({ images: memoryImages(decided()), workflow, now })(undo);
    expect(workflow.calls).toEqual([`stop ${ID}-1-1`, `start ${ID}-1-2`]);
  });

  test('starts another at once though the one before cannot be stopped now', async () => {
    const workflow = fakeWorkflow();
    const throttled = { ...workflow, stop: () => Promise.reject(new Error('slow')) };
    await decisions({ images: memoryImages(decided()), workflow: throttled, now })(undo);
    expect(workflow.calls).toEqual([`start ${ID}-1-2`]);
  });
});

describe('delivering', () => {
  test('to a task that is gone keeps the outcome and forgets the token', async () => {
    const record = inReview({ token: 'dead-1', outcome: 'approved', delivery: 'pending' });
    const after = await delivery({ images: memoryImages(record), workflow: fakeWorkflow(), now })(record);
    expect(after.review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
    expect(after.review?.token).toBeUndefined();
  });

  test('happens once', async () => {
    const record = inReview({ outcome: 'approved', delivery: 'delivered' });
    const workflow = fakeWorkflow();
    await delivery({ images: memoryImages(record), workflow, now })(record);
    expect(workflow.calls).toEqual([]);
  });
});

describe('expiring', () => {
  test('past the due time is written down and told', async () => {
    const workflow = fakeWorkflow();
    const late = { images: memoryImages(inReview()), workflow, now: () => minutesLater(73 * 60) };
    expect((await expiry(late)(ID)).review?.outcome).toBe('expired');
    expect(workflow.calls).toEqual(['deliver expired to token-1']);
  });

  test('before the due time does nothing', async () => {
    const workflow = fakeWorkflow();
    const record = await expiry({ images: memoryImages(inReview()), workflow, now })(ID);
    expect([record.review?.outcome, workflow.calls]).toEqual([undefined, []]);
  });
});
