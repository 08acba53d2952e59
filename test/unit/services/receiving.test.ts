import { describe, expect, test } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import { fail } from '#core/lifecycle';
import { receiving } from '#services/receiving';
import { announced, ID, NOW, processing } from '../core/images.ts';
import { fakeWorkflow, memoryImages } from './fakes.ts';

/** A picture and the versions of its object, the newest last. */
function bucket(record: ImageRecord | undefined, ...versions: string[]) {
  const images = memoryImages(...(record ? [record] : []));
  const workflow = fakeWorkflow();
  const kept = new Set(versions);
  const originals = {
    find: async (_: string, versionId = [...kept].at(-1)) =>
      versionId !== undefined && kept.has(versionId) ? { versionId, bytes: 9 } : undefined,
    remove: async (_: string, keep?: string) => {
      for (const one of [...kept]) if (one !== keep) kept.delete(one);
    },
  };
  const receive = receiving({ images, originals, workflow, now: () => NOW });
  return { receive, images, workflow, left: () => [...kept] };
}

describe('an uploaded object', () => {
  test('is pinned by the version that the event names, not the newest', async () => {
    const { receive, images, workflow, left } = bucket(announced(), 'v1', 'v2');
    expect(await receive(ID, 'v1')).toBe('taken');
    expect(images.kept.get(ID)?.upload).toEqual({ versionId: 'v1', bytes: 9 });
    expect(workflow.calls).toEqual([`start ${ID}-1-1`]);
    expect(left()).toEqual(['v1']);
  });

  test('that comes over another is removed: the picture keeps the version that it is pinned to', async () => {
    const { receive, images, workflow, left } = bucket(processing(), 'v1', 'v2');
    expect(await receive(ID, 'v2')).toBe('removed');
    expect(images.kept.get(ID)).toEqual(processing());
    expect(workflow.calls).toEqual([]);
    expect(left()).toEqual(['v1']);
  });

  test('that is told of again stays, and starts what a cut-off run left unstarted', async () => {
    const { receive, workflow, left } = bucket(processing(), 'v1');
    expect(await receive(ID, 'v1')).toBe('taken');
    expect(workflow.calls).toEqual([`start ${ID}-1-1`]);
    expect(left()).toEqual(['v1']);
  });

  test('of a deleted picture is removed, all versions of it', async () => {
    const { receive, left } = bucket(undefined, 'v1', 'v2');
    expect(await receive(ID, 'v1')).toBe('removed');
    expect(left()).toEqual([]);
  });

  test('that comes after its picture was given up is removed', async () => {
    const expired = fail(announced(), 'upload-expired', NOW)?.record;
    const { receive, left } = bucket(expired, 'v1');
    expect(await receive(ID, 'v1')).toBe('removed');
    expect(left()).toEqual([]);
  });

  test('that is gone is nothing', async () => {
    expect(await bucket(announced()).receive(ID, 'v1')).toBe('gone');
  });

  test('in a bucket without versions is kept', async () => {
    const { upload: _, ...rest } = processing();
    const { receive, left } = bucket({ ...rest, upload: { bytes: 9 } }, 'null');
    await receive(ID);
    expect(left()).toEqual(['null']);
  });
});
