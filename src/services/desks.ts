import type { Logger } from '@aws-lambda-powertools/logger';
import type { Desks } from '#adapters/desks';
import type { ImageLists } from '#adapters/image-lists';
import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import { InvalidLink, ReviewOver } from '#core/errors';
import { inGroups } from '#core/groups';
import type { ImageRecord } from '#core/image';
import { type DeskClaim, readDesk } from '#core/link';
import { waitsFor } from '#core/panel';
import { withKeys } from './links.ts';
import { readEach } from './reading.ts';

/** A reviewer's desk: who it belongs to, and until when the link shows it, ISO 8601. */
export interface Desk {
  reviewer: string;
  until: string;
}

/**
 * Follows a desk's link; changes nothing.
 * @throws InvalidLink where nobody here signed it, ReviewOver where its time is over
 */
export function deskReader(services: { desks: Pick<Desks, 'reviewerOf'>; keys: LinkKeys; now: () => Date }) {
  return async (link: string): Promise<Desk> => {
    const claim: DeskClaim = await withKeys(services.keys, (keys) => readDesk(link, keys));
    if (claim.expires * 1000 <= services.now().getTime()) throw new ReviewOver('This link is too old.');
    const reviewer = await services.desks.reviewerOf(claim.desk);
    if (!reviewer) throw new InvalidLink();
    return { reviewer, until: new Date(claim.expires * 1000).toISOString() };
  };
}

/** The pictures that wait for a reviewer, newest first, and how to go on after them. */
export interface Waiting {
  items: ImageRecord[];
  nextCursor?: string;
}

/** Reads what waits for a reviewer; the list is checked against the records, as one may just have been decided. */
export function waitingList(services: {
  images: Pick<Images, 'get'>;
  lists: Pick<ImageLists, 'waiting'>;
  logger: Pick<Logger, 'error'>;
}) {
  const read = readEach(services);
  return async (reviewer: string, limit: number, cursor?: string): Promise<Waiting> => {
    const { ids, nextCursor } = await services.lists.waiting(reviewer, limit, cursor);
    const items: ImageRecord[] = [];
    for (const group of inGroups(ids, 25)) {
      const records = (await read(group)).filter((one) => one !== undefined && one !== 'unreadable');
      items.push(...records.filter((one) => waitsFor(one, reviewer)));
    }
    return { items, ...(nextCursor === undefined ? {} : { nextCursor }) };
  };
}
