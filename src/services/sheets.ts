import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import type { OutgoingMail } from '#adapters/mail';
import type { Digest } from '#core/digest';
import type { ImageRecord, Thumbnail } from '#core/image';
import { MAIL_RENDITION } from '#core/renditions';
import { contactSheets } from '#mail/contact-sheet';
import { linkFor } from './links.ts';

export interface SheetServices {
  images: Pick<Images, 'get'>;
  keys: LinkKeys;
  baseUrl: string;
  now: () => Date;
}

/** A mail, and the ids of the pictures that it shows. */
export interface Sheet {
  mail: OutgoingMail;
  entries: Set<string>;
}

/** Writes the mails of a digest: what was decided, deleted or begun anew since it joined is left out. */
export function sheetsOf({ images, keys, baseUrl, now }: SheetServices) {
  return async (digest: Digest): Promise<Sheet[]> => {
    const [key] = await keys();
    const records = await Promise.all(digest.entries.map(({ imageId }) => images.get(imageId)));
    const waiting = records.filter(
      (one, at): one is ImageRecord => one !== undefined && isWaiting(one, digest.entries[at]?.round),
    );
    const pictures = waiting.flatMap((one) => picture(one, digest.reviewer, key, baseUrl) ?? []);
    if (pictures.length === 0) return [];
    const senders = [...new Set(pictures.map((one) => one.sender))];
    const reference = digest.id.slice(-6).toUpperCase();
    const sheets = contactSheets({
      kind: 'review',
      reviewer: digest.reviewer,
      senders,
      pictures,
      now: now(),
      reference,
    });
    return sheets.map(({ pictureIds, ...mail }) => ({ mail, entries: new Set(pictureIds) }));
  };
}

function isWaiting(record: ImageRecord, round: number | undefined): boolean {
  return record.status === 'in-review' && record.round === round && !record.review?.outcome;
}

function picture(record: ImageRecord, reviewer: string, key: string, baseUrl: string) {
  const link = linkFor(record, reviewer, key);
  const shown: Thumbnail | undefined = record.thumbnails.find((one) => one.name === MAIL_RENDITION);
  if (!link || !shown || !record.review) return undefined;
  const reviewUrl = `${baseUrl}/reviews/${link}`;
  const { caption, credit } = record.original ?? {};
  return {
    id: record.id,
    title: record.title,
    filename: record.filename,
    sender: record.createdBy,
    dueAt: record.review.dueAt,
    width: shown.width,
    height: shown.height,
    thumbnailUrl: `${reviewUrl}/thumbnail`,
    reviewUrl,
    ...(caption === undefined ? {} : { caption }),
    ...(credit === undefined ? {} : { credit }),
  };
}
