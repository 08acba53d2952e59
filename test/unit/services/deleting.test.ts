import { describe, expect, test } from '@jest/globals';
import { undo } from '#core/undo';
import { deleting } from '#services/deleting';
import { executionOf, ID, inReview, NOW } from '../core/images.ts';
import { fakeWorkflow } from './fakes.ts';

const rita = 'rita@contactsheet.example';

/** Two buckets and a record; `beforeRecord` happens after the files are removed and before the record is. */
function world(record = inReview(), beforeRecord: (files: Set<string>) => void = () => undefined) {
  const files = new Set([`originals/${ID}`, `${ID}/small.webp`]);
  const workflow = fakeWorkflow();
  const without = (prefix: string) => async () => {
    for (const one of [...files]) if (one.startsWith(prefix)) files.delete(one);
  };
  const remove = deleting({
    workflow,
    originals: { remove: without('originals/') },
    thumbnails: { remove: without(`${ID}/`) },
    images: {
      remove: async () => {
        beforeRecord(files);
        return record;
      },
    },
  });
  return { remove, files, calls: workflow.calls };
}

describe('deleting a picture', () => {
  test('removes its files and stops its execution and clock', async () => {
    const { remove, files, calls } = world();
    await remove(inReview());
    expect([...files]).toEqual([]);
    expect(calls).toEqual([`stop ${ID}-1-1`, `stop clock of ${ID}-1-1`]);
  });

  test.each([
    ['an upload that ends', `originals/${ID}`],
    ['a render that ends', `${ID}/large.webp`],
  ])('leaves nothing of %s between its files and its record', async (_, file) => {
    const { remove, files } = world(inReview(), (kept) => kept.add(file));
    await remove(inReview());
    expect([...files]).toEqual([]);
  });

  test('stops the execution that began meanwhile, too', async () => {
    const decision = { by: rita, decision: 'approve' as const, at: NOW.toISOString() };
    const decided = inReview({ decisions: [decision], outcome: 'approved', delivery: 'pending' });
    const undone = undo(decided, rita, executionOf, NOW)?.record;
    const { remove, calls } = world(undone);
    await remove(decided);
    expect(calls).toContain(`stop ${ID}-1-2`);
  });
});
