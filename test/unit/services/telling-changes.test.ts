import { describe, expect, test } from '@jest/globals';
import type { ImageEvent } from '#core/events';
import type { Status } from '#core/image';
import { tellingChanges } from '#services/telling-changes';
import { announced } from '../core/images.ts';

const idOf = (letter: string) => `01kadz5t9qx3m8v7rj2c4w6eh${letter}`;

/** A write that brought a picture from one status to the next. */
function write(letter: string, version: number, before: Status, after: Status) {
  const record = announced({ id: idOf(letter), version });
  return { before: { ...record, version: version - 1, status: before }, after: { ...record, status: after } };
}

/** A bus that takes each call whole but those that hold an event of `refused`, of which it takes the others. */
function fakeBus(refused: string[] = []) {
  const calls: string[][] = [];
  const taken: string[] = [];
  const put = async (events: readonly ImageEvent[]) => {
    const ids = events.map(({ id }) => id);
    calls.push(ids);
    taken.push(...ids.filter((id) => !refused.includes(id)));
    if (ids.some((id) => refused.includes(id))) throw new Error('The bus refused 1 events');
  };
  return { calls, taken, bus: { put } };
}

describe('telling of changes', () => {
  test('is one call for up to ten pictures', async () => {
    const { calls, bus } = fakeBus();
    const letters = 'abcdefghjkm'.split('');
    await tellingChanges({ bus })(letters.map((one) => write(one, 1, 'awaiting-upload', 'processing')));
    expect(calls.map((call) => call.length)).toEqual([10, 1]);
    expect(calls.flat()).toEqual(letters.map((one) => `${idOf(one)}-1`));
  });

  test('is no call where no status changed', async () => {
    const { calls, bus } = fakeBus();
    await tellingChanges({ bus })([write('a', 3, 'in-review', 'in-review')]);
    expect(calls).toEqual([]);
  });

  test('never puts two events of a picture into one call, which may be taken in part', async () => {
    const { calls, bus } = fakeBus();
    await tellingChanges({ bus })([
      write('a', 1, 'awaiting-upload', 'processing'),
      write('b', 1, 'awaiting-upload', 'processing'),
      write('a', 2, 'processing', 'in-review'),
    ]);
    expect(calls).toEqual([[`${idOf('a')}-1`, `${idOf('b')}-1`], [`${idOf('a')}-2`]]);
  });

  test('that was taken in part ends there with an error, and told again leaves nothing out and no order broken', async () => {
    const writes = [
      write('a', 1, 'awaiting-upload', 'processing'),
      write('b', 1, 'awaiting-upload', 'processing'),
      write('a', 2, 'processing', 'in-review'),
    ];
    const broken = fakeBus([`${idOf('a')}-1`]);
    await expect(tellingChanges(broken)(writes)).rejects.toThrow('refused');
    expect(broken.taken).toEqual([`${idOf('b')}-1`]);
    const mended = fakeBus();
    await tellingChanges(mended)(writes);
    expect([...broken.taken, ...mended.taken].filter((id) => id.startsWith(idOf('a')))).toEqual([
      `${idOf('a')}-1`,
      `${idOf('a')}-2`,
    ]);
  });
});
