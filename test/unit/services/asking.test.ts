import { describe, expect, test } from '@jest/globals';
import type { PolledTask } from '#adapters/workflow';
import type { ImageRecord } from '#core/image';
import { asking } from '#services/asking';
import type { Nudge } from '#services/digests';
import { tokens } from '#services/tokens';
import { executionOf, inReview, NOW } from '../core/images.ts';
import { fakeWorkflow, memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

const now = () => NOW;
const idOf = (letter: string) => `01kadz5t9qx3m8v7rj2c4w6eh${letter}`;
const waiting = (letter: string): ImageRecord => {
  const { token: _, askedAt: __, ...review } = inReview().review ?? { token: '', askedAt: '' };
  const id = idOf(letter);
  return { ...inReview(), id, execution: executionOf(`${id}-1-1`), review: review as never };
};
const ask = ({ id, round, execution = '' }: ImageRecord) => ({ id, round, execution });
const task = (record: ImageRecord): PolledTask => ({
  token: `token-${record.id.at(-1)}`,
  input: JSON.stringify(ask(record)),
});

function desk(...records: ImageRecord[]) {
  const images = memoryImages(...records);
  const digests = memoryDigests();
  const nudges = memoryQueue<Nudge>();
  let ids = 0;
  const join = asking({ images, digests, nudges, times, newId: () => `d${++ids}`, now });
  return { images, digests, nudges, join };
}

describe('asking the reviewers', () => {
  test('puts a whole batch into each reviewer’s digest with one nudge each', async () => {
    const records = ['a', 'b', 'c'].map(waiting);
    const { digests, nudges, join, images } = desk(...records);
    await join(records.map(ask));
    for (const reviewer of ['rita@contactsheet.example', 'sam@contactsheet.example']) {
      const open = digests.opened.get(`${reviewer} review`);
      expect(open?.entries.map((one) => one.imageId)).toEqual(records.map((one) => one.id));
      expect(open?.version).toBe(1);
    }
    expect(nudges.sent.map(({ body, delay }) => [body.recipient, delay])).toEqual([
      ['rita@contactsheet.example', 10_000],
      ['sam@contactsheet.example', 10_000],
    ]);
    // The trail says that they were asked once a mail left.
    expect(images.trail).toEqual([]);
    expect(images.kept.get(records[0]?.id ?? '')?.review?.askedAt).toBe(NOW.toISOString());
  });

  test('a second time, as when an execution is replaced, asks nobody', async () => {
    const record = waiting('a');
    const { nudges, join, digests } = desk(record);
    await join([ask(record)]);
    // The first digest was mailed meanwhile.
    digests.opened.clear();
    await join([ask(record)]);
    expect(nudges.sent).toHaveLength(2);
    expect(digests.opened.size).toBe(0);
  });

  test('notes the others though one is deleted while it joins', async () => {
    const [a, b] = [waiting('a'), waiting('b')];
    const { join, images, digests } = desk(a, b);
    const keepOpen = digests.keepOpen;
    digests.keepOpen = (next) => {
      images.kept.delete(a.id);
      return keepOpen(next);
    };
    await join([ask(a), ask(b)]);
    expect(images.kept.get(b.id)?.review?.askedAt).toBe(NOW.toISOString());
  });

  test('goes on though one record cannot be read, and says which', async () => {
    const [a, b] = [waiting('a'), waiting('b')];
    const { join, images, digests } = desk(a, b);
    const get = images.get;
    images.get = async (id) => {
      if (id === a.id) throw new Error('not a record');
      return get(id);
    };
    expect((await join([ask(a), ask(b)])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    const entries = digests.opened.get('rita@contactsheet.example review')?.entries;
    expect(entries?.map(({ imageId }) => imageId)).toEqual([b.id]);
    expect(images.kept.get(b.id)?.review?.askedAt).toBe(NOW.toISOString());
  });

  test('goes on though one reviewer’s digest takes nothing, and asks about those pictures again', async () => {
    const [a, b] = [waiting('a'), waiting('b')];
    const own = { ...b, review: { ...b.review, reviewers: ['sam@contactsheet.example'] } } as ImageRecord;
    const { join, images, digests } = desk(a, own);
    const open = digests.open;
    digests.open = async (recipient, kind) => {
      if (recipient.startsWith('rita')) throw new Error('not a digest');
      return open(recipient, kind);
    };
    expect((await join([ask(a), ask(own)])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(images.kept.get(a.id)?.review?.askedAt).toBeUndefined();
    expect(images.kept.get(own.id)?.review?.askedAt).toBe(NOW.toISOString());
    expect(digests.opened.get('sam@contactsheet.example review')?.entries).toHaveLength(2);
  });

  test('leaves out what was deleted or decided meanwhile', async () => {
    const decided = { ...waiting('b'), review: { ...inReview().review, outcome: 'approved' } } as ImageRecord;
    const { nudges, join } = desk(decided);
    await join([ask(waiting('a')), ask(decided)]);
    expect(nudges.sent).toEqual([]);
  });
});

describe('collecting tokens', () => {
  const collector = (images: ReturnType<typeof memoryImages>, workflow: ReturnType<typeof fakeWorkflow>) =>
    tokens({ images, workflow, activity: 'activity', now });

  test('keeps each token with the picture that its task names, not the one that was polled for', async () => {
    const [a, b] = [waiting('a'), waiting('b')];
    const images = memoryImages(a, b);
    expect(
      await collector(images, fakeWorkflow(undefined, [task(b), task(a)]))([ask(a), ask(b)], () => 180_000),
    ).toEqual([]);
    expect([images.kept.get(a.id)?.review?.token, images.kept.get(b.id)?.review?.token]).toEqual([
      'token-a',
      'token-b',
    ]);
  });

  test('goes on while it is handed other workers’ pictures, until its own have theirs', async () => {
    const [a, b, c] = [waiting('a'), waiting('b'), waiting('c')];
    const images = memoryImages(a, b, c);
    const workflow = fakeWorkflow(undefined, [task(c), task(b), task(a)]);
    expect(await collector(images, workflow)([ask(a)], () => 180_000)).toEqual([]);
    expect(images.kept.get(b.id)?.review?.token).toBe('token-b');
  });

  test('reports only the pictures that still lack one', async () => {
    const [a, b] = [waiting('a'), waiting('b')];
    expect(
      await collector(memoryImages(a, b), fakeWorkflow(undefined, [task(a)]))(
        [ask(a), ask(b)],
        () => 180_000,
      ),
    ).toEqual([b.id]);
  });

  test('begins no poll that the function’s end would cut off', async () => {
    const a = waiting('a');
    const workflow = fakeWorkflow(undefined, [task(a)]);
    expect(await collector(memoryImages(a), workflow)([ask(a)], () => 69_000)).toEqual([a.id]);
    expect(workflow.tasks).toHaveLength(1);
  });

  test('drops the task of a deleted picture', async () => {
    const [a, gone] = [waiting('a'), waiting('x')];
    expect(
      await collector(memoryImages(a), fakeWorkflow(undefined, [task(gone), task(a)]))(
        [ask(a)],
        () => 180_000,
      ),
    ).toEqual([]);
  });

  test('delivers at once what was decided before the token came', async () => {
    const a = waiting('a');
    const decided = {
      ...a,
      review: { ...a.review, outcome: 'rejected', delivery: 'pending' },
    } as ImageRecord;
    const workflow = fakeWorkflow(undefined, [task(a)]);
    await collector(memoryImages(decided), workflow)([ask(a)], () => 180_000);
    expect(workflow.calls).toContain('deliver rejected to token-a');
  });
});
