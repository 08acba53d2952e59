import type { ImageLists } from '#adapters/image-lists';
import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import { waitingList } from './desks.ts';
import { linkFor } from './links.ts';

/** What a reviewer may go on to: the newest picture that waits for them, and how many there are (at most 50 are counted). */
export interface NextPicture {
  link: string;
  title: string;
  left: number;
}

const COUNTED = 50;

/** Finds what else waits for a reviewer. */
export function nextPicture(services: {
  images: Pick<Images, 'get'>;
  lists: Pick<ImageLists, 'waiting'>;
  keys: LinkKeys;
}) {
  const waiting = waitingList(services);
  return async (reviewer: string, butId: string): Promise<NextPicture | undefined> => {
    const { items } = await waiting(reviewer, COUNTED);
    const others = items.filter(({ id }) => id !== butId);
    const [next] = others;
    const [key] = await services.keys();
    const link = next && linkFor(next, reviewer, key);
    return link ? { link, title: next.title, left: others.length } : undefined;
  };
}
