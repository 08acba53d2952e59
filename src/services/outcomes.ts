import type { Digest } from '#core/digest';
import type { ImageRecord } from '#core/image';
import { MAIL_RENDITION } from '#core/renditions';
import { outcomeMails } from '#mail/outcome';
import type { Fate, OutcomePicture } from '../mail/outcome-view.ts';

const fates: readonly string[] = ['approved', 'withdrawn', 'rejected', 'expired', 'failed'] satisfies Fate[];

/** What became of a picture; nothing while it is under way. */
export function fateOf({ status }: ImageRecord): Fate | undefined {
  return fates.includes(status) ? (status as Fate) : undefined;
}

/** Writes the mails that tell a sender what became of pictures; what is under way again is left out. */
export function outcomeSheets(
  { recipient, id }: Digest,
  records: readonly ImageRecord[],
  { baseUrl, now }: { baseUrl: string; now: () => Date },
) {
  const pictures = records.flatMap((one) => pictureOf(one, baseUrl) ?? []);
  if (pictures.length === 0) return [];
  return outcomeMails({ sender: recipient, pictures, now: now(), reference: id.slice(-6).toUpperCase() });
}

function pictureOf(record: ImageRecord, baseUrl: string): OutcomePicture | undefined {
  const outcome = fateOf(record);
  if (!outcome) return undefined;
  const { id, title, filename, failure } = record;
  const shown = record.thumbnails.find((one) => one.name === MAIL_RENDITION);
  return {
    id,
    title,
    filename,
    outcome,
    comments: (record.review?.decisions ?? []).flatMap(({ by, comment }) =>
      comment ? [{ by, comment }] : [],
    ),
    ...(failure ? { reason: failure.message } : {}),
    // Others than the approved are not public.
    ...(outcome === 'approved' && shown
      ? {
          thumbnail: {
            url: `${baseUrl}/images/${id}/thumbnails/${shown.name}`,
            width: shown.width,
            height: shown.height,
          },
        }
      : {}),
    pictureUrl: `${baseUrl}/#/images/${id}`,
  };
}
