import { describe, expect, test } from '@jest/globals';
import { DIGEST_HOLDS, type Digest, join, owners, timesOf, whetherToClose } from '#core/digest';
import { NOW } from './images.ts';

const times = { quiet: 10_000, max: 120_000 };
const to = { recipient: 'rita@contactsheet.example', kind: 'review' as const };
const make = { id: 'd1', now: NOW, times };
const entry = (imageId: string, owner = 'ann') => ({
  imageId,
  round: 1,
  owner,
});
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const opened = (entries = [entry('a')]): Digest => {
  const digest = join(undefined, to, entries, make);
  if (!digest) throw new Error('nothing joined');
  return digest;
};

describe('a digest', () => {
  test('takes pictures in once each, in the order they came', () => {
    const digest = join(opened(), to, [entry('b'), entry('a'), entry('c')], make);
    expect(digest?.entries.map((one) => one.imageId)).toEqual(['a', 'b', 'c']);
  });

  test('takes what comes twice at once only once', () => {
    const digest = join(opened(), to, [entry('b'), entry('b')], make);
    expect(digest?.entries.map((one) => one.imageId)).toEqual(['a', 'b']);
  });

  test('does not change when all that comes is in it', () => {
    expect(join(opened(), to, [entry('a')], make)).toBeUndefined();
  });

  test('takes a picture again in its next round', () => {
    expect(join(opened(), to, [{ ...entry('a'), round: 2 }], make)?.entries).toHaveLength(2);
  });

  test('stays open while pictures keep joining', () => {
    expect(whetherToClose(opened(), at(9_000), times, false)).toEqual({ close: false, wait: 1000 });
  });

  test('closes when it has been quiet and nothing more is coming', () => {
    expect(whetherToClose(opened(), at(10_000), times, false)).toEqual({ close: true });
  });

  test('waits for a sender whose other pictures are still processing', () => {
    expect(whetherToClose(opened(), at(15_000), times, true)).toEqual({ close: false, wait: 10_000 });
  });

  test('closes after the longest time whatever is coming, and is not waited for beyond it', () => {
    expect(whetherToClose(opened(), at(115_000), times, true)).toEqual({ close: false, wait: 5000 });
    expect(whetherToClose(opened(), at(120_000), times, true)).toEqual({ close: true });
  });

  test('closes when it holds all that one item can', () => {
    const full = opened(Array.from({ length: DIGEST_HOLDS }, (_, at) => entry(`i${at}`)));
    expect(whetherToClose(full, NOW, times, true)).toEqual({ close: true });
  });

  test('of reminders closes a minute after its first, whatever joins, so that one mail holds all that came due', () => {
    const { reminder } = timesOf({ ...times, gather: 60_000 });
    const later = { ...opened(), joinedAt: at(50_000).toISOString() };
    expect(whetherToClose(later, at(59_000), reminder, false)).toEqual({ close: false, wait: 1000 });
    expect(whetherToClose(later, at(60_000), reminder, false)).toEqual({ close: true });
  });

  test('of outcomes waits until nobody has decided for a minute, a quarter of an hour at most', () => {
    const { outcome } = timesOf({ ...times, gather: 60_000 });
    const busy = { ...opened(), joinedAt: at(850_000).toISOString() };
    expect(whetherToClose(busy, at(870_000), outcome, false)).toEqual({ close: false, wait: 30_000 });
    expect(whetherToClose(busy, at(900_000), outcome, false)).toEqual({ close: true });
  });

  test('names each sender’s account once', () => {
    expect(owners(opened([entry('a', 'ann'), entry('b', 'bob'), entry('c', 'ann')]))).toEqual(['ann', 'bob']);
  });
});
