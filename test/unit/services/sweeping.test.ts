import { describe, expect, test } from '@jest/globals';
import type { ExecutionState } from '#adapters/workflow';
import type { Digest } from '#core/digest';
import type { ImageRecord } from '#core/image';
import type { Nudge } from '#services/digests';
import { sweeping } from '#services/sweeping';
import { announced, executionOf, ID, inReview, minutesLater, NOW, processing } from '../core/images.ts';
import { fakeWorkflow, memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

interface World {
  record: ImageRecord;
  execution?: ExecutionState;
  object?: { versionId: string; bytes: number };
  at?: Date;
}

async function sweep({ record, execution, object, at = NOW }: World) {
  const images = memoryImages(record);
  const workflow = fakeWorkflow(execution);
  const reviews = memoryQueue<{ id: string; round: number; execution: string }>();
  const nudges = memoryQueue<Nudge>();
  const originals = { find: async () => object };
  const digests = memoryDigests();
  const services = {
    images,
    digests,
    originals,
    workflow,
    reviews,
    nudges,
    times,
    newId: () => 'd1',
    now: () => at,
  };
  await sweeping(services)({ kind: 'image', id: record.id });
  return {
    after: images.kept.get(record.id),
    calls: workflow.calls,
    asked: reviews.sent.map(({ body }) => body),
    trail: images.trail,
  };
}

const tokenless = (): ImageRecord => {
  const { token: _, ...review } = inReview().review ?? { token: '' };
  return { ...inReview(), review: review as never };
};

describe('the sweep, at an upload', () => {
  test('starts the picture whose event never came', async () => {
    const { after, calls } = await sweep({
      record: announced(),
      object: { versionId: 'v1', bytes: 9 },
      at: minutesLater(20),
    });
    expect(after).toMatchObject({ status: 'processing', upload: { versionId: 'v1', bytes: 9 } });
    expect(calls).toEqual([`start ${ID}-1-1`]);
  });

  test('waits until an hour has passed, then ends it as failed', async () => {
    const early = await sweep({ record: announced(), at: minutesLater(20) });
    expect(early.after).toMatchObject({
      status: 'awaiting-upload',
      nextCheckAt: minutesLater(60).toISOString(),
    });
    const late = await sweep({ record: announced(), at: minutesLater(60) });
    expect(late.after).toMatchObject({ status: 'failed', failure: { code: 'upload-expired' } });
    expect(late.after?.nextCheckAt).toBeUndefined();
  });
});

describe('the sweep, at an execution', () => {
  test('that runs looks again later', async () => {
    const { after, calls } = await sweep({ record: processing() });
    expect(after?.nextCheckAt).toBe(minutesLater(3).toISOString());
    expect(calls).toEqual([]);
  });

  test('that was named and never started starts it', async () => {
    expect((await sweep({ record: processing(), execution: { status: 'gone' } })).calls).toEqual([
      `start ${ID}-1-1`,
    ]);
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('that is %s starts the next', async (status) => {
    const { after, calls, trail } = await sweep({
      record: processing(),
      execution: { status, error: 'States.Timeout' },
    });
    expect(after).toMatchObject({ attempt: 2, deaths: 1, execution: executionOf(`${ID}-1-2`) });
    expect(calls).toEqual([`start ${ID}-1-2`]);
    expect(trail).toMatchObject([{ type: 'restarted', detail: 'States.Timeout' }]);
  });

  test('that died a second time waits a minute before the next starts', async () => {
    const { after, calls } = await sweep({
      record: processing({ deaths: 1 }),
      execution: { status: 'FAILED' },
    });
    expect(calls).toEqual([]);
    expect(after).toMatchObject({ attempt: 2, nextCheckAt: minutesLater(1).toISOString() });
    const record = after ?? processing();
    expect((await sweep({ record, execution: { status: 'gone' } })).calls).toEqual([`start ${ID}-1-2`]);
  });
});

describe('the sweep, at a review', () => {
  test('without a token asks for it again', async () => {
    const { asked } = await sweep({ record: tokenless() });
    expect(asked).toEqual([{ id: ID, round: 1, execution: executionOf(`${ID}-1-1`) }]);
  });

  const running = { status: 'RUNNING', startedAt: NOW } as const;

  test('without a token for over five minutes is begun again by another execution, and the first is stopped', async () => {
    const { after, calls, asked } = await sweep({
      record: tokenless(),
      execution: running,
      at: minutesLater(6),
    });
    expect(after).toMatchObject({ status: 'in-review', attempt: 2, deaths: 0 });
    expect(calls).toEqual([`stop ${ID}-1-1`, `stop clock of ${ID}-1-1`, `start ${ID}-1-2`]);
    expect(asked).toEqual([]);
  });

  test('that is decided does not wait for a lost token longer than a minute', async () => {
    const { review } = tokenless();
    const record = {
      ...tokenless(),
      review: { ...review, outcome: 'approved', delivery: 'pending' } as never,
    };
    const early = await sweep({ record, execution: running, at: minutesLater(0.5) });
    expect([early.after?.attempt, early.asked.length]).toEqual([1, 1]);
    const late = await sweep({ record, execution: running, at: minutesLater(1.5) });
    expect(late.after).toMatchObject({ attempt: 2, review: { outcome: 'approved', delivery: 'pending' } });
  });

  test('with a token, though nobody was asked, has its reviewers asked', async () => {
    const { askedAt: _, ...review } = inReview().review ?? { askedAt: '' };
    const { asked, after } = await sweep({ record: { ...inReview(), review: review as never } });
    expect(asked).toHaveLength(1);
    expect(after?.nextCheckAt).toBe(minutesLater(2).toISOString());
  });

  test('with a token leaves the reviewers in peace for an hour', async () => {
    const { asked, after } = await sweep({ record: inReview() });
    expect(asked).toEqual([]);
    expect(after?.nextCheckAt).toBe(minutesLater(60).toISOString());
  });

  test('delivers a decision that was written down and not delivered', async () => {
    const { calls, after } = await sweep({ record: inReview({ outcome: 'rejected', delivery: 'pending' }) });
    expect(calls[0]).toBe('deliver rejected to token-1');
    expect(after?.review?.delivery).toBe('delivered');
  });

  test('past its due time expires it, though its clock was lost', async () => {
    const { after, calls } = await sweep({ record: inReview(), at: minutesLater(73 * 60) });
    expect(after?.review?.outcome).toBe('expired');
    expect(calls[0]).toBe('deliver expired to token-1');
  });

  test('past its due time and without a token expires it and asks for the token', async () => {
    const { after, asked } = await sweep({ record: tokenless(), at: minutesLater(73 * 60) });
    expect(after?.review).toMatchObject({ outcome: 'expired', delivery: 'pending' });
    expect(asked).toHaveLength(1);
  });

  test('whose execution came back dead after the engine restarted counts no death and asks nobody anew', async () => {
    const record = inReview({ askedAt: NOW.toISOString() });
    const { after } = await sweep({
      record,
      execution: { status: 'FAILED', error: 'States.ServiceRestart' },
    });
    expect(after).toMatchObject({ status: 'in-review', deaths: 0, attempt: 2 });
    expect(after?.review?.askedAt).toBe(NOW.toISOString());
  });
});

describe('the sweep, at a digest', () => {
  const digest = (state: 'open' | 'closed'): Digest => ({
    recipient: 'rita@contactsheet.example',
    kind: 'review',
    id: state,
    version: 1,
    state,
    openedAt: NOW.toISOString(),
    joinedAt: NOW.toISOString(),
    entries: [],
    nextCheckAt: NOW.toISOString(),
  });

  test('that is late nudges it once and looks again in five minutes, not each minute', async () => {
    const digests = memoryDigests(digest('open'));
    digests.closed_.set('closed', digest('closed'));
    const nudges = memoryQueue<Nudge>();
    const services = { images: memoryImages(), digests, nudges, times, newId: () => 'd1', now: () => NOW };
    const reviews = memoryQueue<never>();
    const look = sweeping({
      ...services,
      workflow: fakeWorkflow(),
      reviews,
      originals: { find: async () => undefined },
    });
    await look({ kind: 'digest', recipient: 'rita@contactsheet.example', of: 'review' });
    expect(nudges.sent).toHaveLength(1);
    for (const held of [...digests.opened.values(), ...digests.closed_.values()]) {
      expect(held).toMatchObject({ nextCheckAt: minutesLater(5).toISOString(), version: 1 });
    }
  });
});
