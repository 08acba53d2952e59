import type { Images } from '#adapters/images';
import type { Originals, Thumbnails } from '#adapters/pictures';
import type { Workflow } from '#adapters/workflow';
import { isFinal } from '#core/change';
import type { ImageRecord } from '#core/image';

export interface DeletingServices {
  images: Pick<Images, 'remove'>;
  originals: Pick<Originals, 'remove'>;
  thumbnails: Pick<Thumbnails, 'remove'>;
  workflow: Pick<Workflow, 'stop' | 'stopClock'>;
}

/** Removes a picture with all that is kept of it, and stops its execution. */
export function deleting({ images, originals, thumbnails, workflow }: DeletingServices) {
  return async (record: ImageRecord): Promise<void> => {
    const { id } = record;
    await stop(record);
    // The record goes last: cut short before, the whole can be asked for again.
    await removeFiles(id);
    const removed = await images.remove(id);
    // A decision may have been taken back meanwhile: that started another.
    if (removed && removed.execution !== record.execution) await stop(removed);
    // An upload or a render may have ended between: what comes from now on finds no record, and is removed by its own.
    await removeFiles(id);
  };

  async function removeFiles(id: string): Promise<void> {
    await Promise.all([originals.remove(id), thumbnails.remove(id)]);
  }

  async function stop({ execution, status }: ImageRecord): Promise<void> {
    if (!execution || isFinal(status)) return;
    await workflow.stop(execution, 'deleted');
    await workflow.stopClock(execution);
  }
}
