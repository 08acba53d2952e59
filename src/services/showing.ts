import type { Thumbnails } from '#adapters/pictures';
import { type ImageRecord, type PublicImage, showImage, type Thumbnail } from '#core/image';
import { renditionKey } from '#core/renditions';

/** The key of a thumbnail that is on record. */
export function keyOfThumbnail(
  imageId: string,
  { name, contentType }: Pick<Thumbnail, 'name' | 'contentType'>,
): string {
  return renditionKey(imageId, { name, format: contentType === 'image/jpeg' ? 'jpeg' : 'webp' });
}

/** Shows a record: an approved picture's thumbnails at their public address, others' at one that dies in a minute. */
export function shows(thumbnails: Pick<Thumbnails, 'show'>) {
  return (record: ImageRecord, origin: string): Promise<PublicImage> =>
    showImage(record, (one) =>
      record.status === 'approved'
        ? `${origin}/images/${record.id}/thumbnails/${one.name}`
        : thumbnails.show(keyOfThumbnail(record.id, one)),
    );
}
