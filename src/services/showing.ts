import type { Thumbnails } from '#adapters/pictures';
import { type Reader, recordFor } from '#core/access';
import { type ImageRecord, type PublicImage, showImage, type Thumbnail } from '#core/image';
import { MAIL_RENDITION, renditionKey } from '#core/renditions';
import { isPublic } from '#core/title';

/** The key of a thumbnail that is on record. */
export function keyOfThumbnail(
  imageId: string,
  { name, contentType }: Pick<Thumbnail, 'name' | 'contentType'>,
): string {
  return renditionKey(imageId, { name, format: contentType === 'image/jpeg' ? 'jpeg' : 'webp' });
}

/** Shows a record to a reader: a public picture's thumbnails at their public address, others' at one that dies in a minute. */
export function shows(thumbnails: Pick<Thumbnails, 'show'>) {
  return (record: ImageRecord, origin: string, reader: Reader): Promise<PublicImage> =>
    showImage(recordFor(record, reader), (one) =>
      isPublic(record)
        ? `${origin}/images/${record.id}/thumbnails/${one.name}`
        : thumbnails.show(keyOfThumbnail(record.id, one)),
    );
}

/** The width, in pixels, of what lists show: a frame of the console is half as wide, on a display of twice the density. */
const LISTED_WIDTH = 480;

/** A record with the one thumbnail that a list shows, as each address that is signed costs time. */
export function asListed(record: ImageRecord): ImageRecord {
  const sizes = record.thumbnails
    .filter(({ name }) => name !== MAIL_RENDITION)
    .sort((one, other) => one.width - other.width);
  const shown = sizes.find(({ width }) => width >= LISTED_WIDTH) ?? sizes.at(-1);
  return { ...record, thumbnails: shown ? [shown] : [] };
}
