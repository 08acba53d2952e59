import type { Images } from '#adapters/images';
import type { Originals } from '#adapters/pictures';
import type { Workflow } from '#adapters/workflow';
import { uploaded } from '#core/lifecycle';
import { startNamed } from './executions.ts';

export interface ReceivingServices {
  images: Pick<Images, 'get' | 'change'>;
  originals: Pick<Originals, 'find' | 'remove'>;
  workflow: Pick<Workflow, 'start' | 'executionOf'>;
  now: () => Date;
}

/** What came of an uploaded object: it is the picture's, or it was removed, or it was not there any more. */
export type Received = 'taken' | 'removed' | 'gone';

/**
 * Takes an uploaded object: its picture is processed, once, however often this is told. The upload form works for a
 * quarter of an hour, so others may come after it; what is not the version that the picture is pinned to is removed.
 */
export function receiving({ images, originals, workflow, now }: ReceivingServices) {
  return async (id: string, versionId?: string): Promise<Received> => {
    const found = await originals.find(id, versionId);
    if (!found) return 'gone';
    // The picture was deleted while its file was on its way.
    if (!(await images.get(id))) return discard(id);
    const { record } = await images.change(id, (seen) => uploaded(seen, found, workflow.executionOf, now()));
    const { upload } = record;
    // It had ended before its file came.
    if (!upload) return discard(id);
    // A write without a start, from a run that was cut off, is made good here; a second start does nothing.
    if (record.status === 'processing' && upload.versionId === found.versionId)
      await startNamed(workflow, record);
    if (upload.versionId !== undefined) await originals.remove(id, upload.versionId);
    return upload.versionId === found.versionId ? 'taken' : 'removed';
  };

  async function discard(id: string): Promise<Received> {
    await originals.remove(id);
    return 'removed';
  }
}
