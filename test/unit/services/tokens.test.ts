import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { PolledTask } from '#adapters/workflow';
import type { ImageRecord } from '#core/image';
import { MOST_POLLS } from '#services/polls';
import { tokens } from '#services/tokens';
import { executionOf, inReview } from '../core/images.ts';
import { fakeWorkflow, memoryImages } from './fakes.ts';

const MINUTE = 60_000;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const idOf = (at: number) => `01kadz5t9qx3m8v7rj2c4w6e${ALPHABET[at >> 5]}${ALPHABET[at & 31]}`;

/** A picture in review whose task waits. */
function waiting(at: number): ImageRecord {
  const { token: _, ...review } = inReview().review ?? { token: '' };
  const id = idOf(at);
  return { ...inReview(), id, execution: executionOf(`${id}-1-1`), review: review as never };
}
const pictures = (count: number) => Array.from({ length: count }, (_, at) => waiting(at));
const ask = ({ id, execution = '' }: ImageRecord) => ({ id, execution });
const task = ({ id, round, execution = '' }: ImageRecord): PolledTask => ({
  token: `token-${id}`,
  input: JSON.stringify({ id, round, execution }),
});
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An activity whose polls behave as told; without a task each hangs for a minute, as on AWS. */
function activity(records: readonly ImageRecord[], hangs: (poll: number) => boolean = () => false) {
  const tasks = records.map(task);
  const seen = { begun: 0, open: 0, most: 0 };
  const workflow = {
    ...fakeWorkflow(),
    poll: async () => {
      const number = seen.begun++;
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      const handed = hangs(number) ? undefined : tasks.shift();
      await later(handed ? 100 : MINUTE);
      seen.open -= 1;
      return handed;
    },
  };
  return { workflow, seen };
}

const collector = (images: ReturnType<typeof memoryImages>, workflow: ReturnType<typeof fakeWorkflow>) =>
  tokens({ images, workflow, activity: 'activity', now: () => new Date() });
const kept = (images: ReturnType<typeof memoryImages>) =>
  [...images.kept.values()].filter(({ review }) => review?.token).length;

describe('keeping the tokens of waiting tasks', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('takes seconds for a hundred pictures, though one poll in ten hangs for a minute', async () => {
    const records = pictures(100);
    const images = memoryImages(...records);
    const { workflow, seen } = activity(records, (poll) => poll % 10 === 3);
    const done = collector(images, workflow)(records.map(ask), () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(kept(images)).toBe(100);
    expect(seen.most).toBeLessThanOrEqual(MOST_POLLS);
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(await done).toEqual([]);
  });

  test('polls with one connection for each picture while tasks come at once', async () => {
    const records = pictures(20);
    const { workflow, seen } = activity(records);
    const done = collector(memoryImages(...records), workflow)(records.map(ask), () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await done).toEqual([]);
    expect(seen.begun).toBe(20);
  });

  test('ends only when its polls have ended: one that is cut off loses its task', async () => {
    const records = pictures(2);
    const { workflow, seen } = activity(records, (poll) => poll === 0);
    let ended = false;
    const done = collector(memoryImages(...records), workflow)(records.map(ask), () => 3 * MINUTE);
    done.then(() => {
      ended = true;
    });
    await jest.advanceTimersByTimeAsync(MINUTE - 1000);
    expect([ended, seen.open]).toEqual([false, 1]);
    await jest.advanceTimersByTimeAsync(2000);
    expect([ended, seen.open]).toEqual([true, 0]);
  });

  test('gives a token up that does not come within two polls', async () => {
    const lost = waiting(0);
    const { workflow, seen } = activity([]);
    const done = collector(memoryImages(lost), workflow)([ask(lost)], () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(2 * MINUTE);
    expect(await done).toEqual([lost.id]);
    expect(seen.begun).toBe(2);
  });

  test('asks once for a picture that is named twice', async () => {
    const [record] = pictures(1);
    if (!record) throw new Error('no picture');
    const { workflow, seen } = activity([record]);
    const done = collector(memoryImages(record), workflow)([ask(record), ask(record)], () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(2 * MINUTE);
    expect(await done).toEqual([]);
    expect(seen.begun).toBe(1);
  });

  test('goes on with its other polls where one fails', async () => {
    const records = pictures(3);
    const images = memoryImages(...records);
    const { workflow, seen } = activity(records);
    const { poll } = workflow;
    workflow.poll = async () => {
      if (seen.begun++ === 0) throw Object.assign(new Error('slow'), { name: 'ThrottlingException' });
      return poll();
    };
    const done = collector(images, workflow)(records.map(ask), () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(2 * MINUTE);
    expect(await done).toEqual([]);
    expect([kept(images), seen.open]).toEqual([3, 0]);
  });

  test('keeps the others where a record cannot be read, which lacks its token still', async () => {
    const [broken, other] = pictures(2) as [ImageRecord, ImageRecord];
    const images = memoryImages(broken, other);
    const { get } = images;
    images.get = async (id) => (id === broken.id ? Promise.reject(new Error('unreadable')) : get(id));
    const { workflow } = activity([other]);
    const done = collector(images, workflow)([broken, other].map(ask), () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(3 * MINUTE);
    expect(await done).toEqual([broken.id]);
    expect(images.kept.get(other.id)?.review?.token).toBe(`token-${other.id}`);
  });
});

describe('a token whose write fails', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const throttled = () => Object.assign(new Error('slow'), { name: 'ThrottlingException' });

  /** Images of which one cannot be written so many times. */
  function refusing(id: string, times: number, ...records: ImageRecord[]) {
    const images = memoryImages(...records);
    const change = images.change;
    let left = times;
    images.change = async (changed, rule) => {
      if (changed === id && left-- > 0) throw throttled();
      return change(changed, rule);
    };
    return images;
  }

  test('takes no other token with it', async () => {
    const [first, second] = pictures(2) as [ImageRecord, ImageRecord];
    const images = refusing(first.id, 99, first, second);
    const { workflow } = activity([first, second]);
    const done = collector(images, workflow)([first, second].map(ask), () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(3 * MINUTE);
    expect(await done).toEqual([first.id]);
    expect(images.kept.get(second.id)?.review?.token).toBe(`token-${second.id}`);
  });

  test('is tried again, since it is handed out once', async () => {
    const [first] = pictures(1) as [ImageRecord];
    const images = refusing(first.id, 3, first);
    const done = collector(images, activity([first]).workflow)([ask(first)], () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(3 * MINUTE);
    expect(await done).toEqual([]);
    expect(images.kept.get(first.id)?.review?.token).toBe(`token-${first.id}`);
  });

  test('is kept though the outcome on record cannot be delivered', async () => {
    const [first] = pictures(1) as [ImageRecord];
    const review = { ...first.review, outcome: 'approved', delivery: 'pending' } as never;
    const images = memoryImages({ ...first, review });
    const { workflow } = activity([first]);
    workflow.deliver = () => Promise.reject(throttled());
    const done = collector(images, workflow)([ask(first)], () => 3 * MINUTE);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await done).toEqual([]);
    expect(images.kept.get(first.id)?.review?.token).toBe(`token-${first.id}`);
  });
});
