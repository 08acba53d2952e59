import type { Image, Page } from '../api/images.ts';

/** What is known of a list that is longer than what was asked for: pictures by falling id, newest first. */
export interface List {
  items: readonly Image[];
  /** Where to go on; none at the end. */
  next: string | undefined;
  /** Where the pages begin that were asked for, but for the first. */
  cursors: readonly string[];
  /** Whether the first page has come. */
  loaded: boolean;
}

export const nothing: List = { items: [], next: undefined, cursors: [], loaded: false };

/**
 * Puts a page into the list: between where it begins and where it ends it says all there is, so what is known of
 * that stretch and not in the page is gone.
 */
export function merge(list: List, cursor: string | undefined, page: Page): List {
  const { nextCursor } = page;
  const kept = list.items.filter(
    ({ id }) => (cursor !== undefined && id >= cursor) || (nextCursor !== undefined && id < nextCursor),
  );
  const items = [...kept, ...page.items].sort((a, b) => (a.id < b.id ? 1 : -1));
  const extends_ = !list.loaded || cursor === list.next;
  // New pictures push others off the first page; these are asked for from where it ends now.
  const pushedOff = nextCursor !== undefined && kept.some(({ id }) => id < nextCursor);
  const cursors = new Set([
    ...list.cursors,
    ...(cursor === undefined ? [] : [cursor]),
    ...(pushedOff ? [nextCursor] : []),
  ]);
  return {
    items,
    next: extends_ || nextCursor === undefined ? nextCursor : list.next,
    cursors: [...cursors],
    loaded: true,
  };
}

/** Puts one picture in the place of what was known of it. */
export function replace(list: List, image: Image): List {
  return { ...list, items: list.items.map((one) => (one.id === image.id ? image : one)) };
}

/** Which pages to ask for to see what became of what moves: always the first, `undefined`. */
export function pagesToAsk(
  { items, cursors }: List,
  moving: (image: Image) => boolean,
): (string | undefined)[] {
  const pages = items.filter(moving).map(({ id }) => cursors.filter((cursor) => cursor > id).sort()[0]);
  return [...new Set([undefined, ...pages])];
}

/** An upload may begin within 15 minutes; what was not sent by then waits for nothing. */
const UPLOAD_MS = 15 * 60_000;

/** Whether a picture will soon be otherwise, without anybody doing anything. */
export function moves({ status, createdAt, review }: Image, now: number): boolean {
  if (status === 'awaiting-upload') return now - Date.parse(createdAt) < UPLOAD_MS;
  return status === 'processing' || (status === 'in-review' && review?.outcome !== undefined);
}
