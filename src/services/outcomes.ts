import type { Digest } from '#core/digest';
import type { ImageRecord } from '#core/image';
import { MAIL_RENDITION } from '#core/renditions';
import { oneLine } from '#core/words';
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
  const { id, title, filename } = record;
  const shown = record.thumbnails.find((one) => one.name === MAIL_RENDITION);
  return {
    id,
    title,
    filename,
    outcome,
    comments: (record.review?.decisions ?? []).flatMap(({ by, comment }) =>
      comment ? [{ by, comment }] : [],
    ),
    ...reasonOf(record),
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

/** Why it came to that, where there is more to say than what it came to. */
function reasonOf({ failure, review, status, title }: ImageRecord): { reason?: string } {
  if (failure) return { reason: failure.message };
  if (status !== 'approved' || !review?.retitled) return {};
  if (review.outcome === 'approved') return { reason: 'It is public under its new title.' };
  // Changed back by its sender.
  if (!review.outcome && review.retitled.to === title) return {};
  const { to } = review.retitled;
  return { reason: `The title “${oneLine(to, 200)}” was not approved: the picture stays public as it was.` };
}
