import type { ImageLists } from '#adapters/image-lists';
import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import { waitsFor } from '#core/panel';
import { linkFor } from './links.ts';

/** What a reviewer may go on to: the newest picture that waits for them, and how many there are (at most 50 are counted). */
export interface NextPicture {
  link: string;
  title: string;
  left: number;
}

const COUNTED = 50;

export interface NextServices {
  images: Pick<Images, 'get'>;
  lists: Pick<ImageLists, 'waiting'>;
  keys: LinkKeys;
}

/** Finds what else waits for a reviewer. Only the picture to go on to is read: the list is kept in step with the records. */
export function nextPicture({ images, lists, keys }: NextServices) {
  return async (reviewer: string, butId: string): Promise<NextPicture | undefined> => {
    const { ids } = await lists.waiting(reviewer, COUNTED);
    const others = ids.filter((id) => id !== butId);
    for (const [passed, id] of others.entries()) {
      // One may have been decided or deleted a moment ago, and one that cannot be read is not led to.
      const record = await images.get(id).catch(() => undefined);
      if (!record || !waitsFor(record, reviewer)) continue;
      const [key] = await keys();
      const link = linkFor(record, reviewer, key);
      return link ? { link, title: record.title, left: others.length - passed } : undefined;
    }
    return undefined;
  };
}
