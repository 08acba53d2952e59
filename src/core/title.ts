import type { ImageRecord } from './image.ts';
import { oneLine } from './words.ts';

type Titled = Pick<ImageRecord, 'status' | 'title'> & {
  review?: Pick<NonNullable<ImageRecord['review']>, 'titleWhenOpened' | 'retitled'> | null | undefined;
};

/** Which of a picture's titles is current: 1, and one more with each change. */
export function titleVersionOf({ titleVersion = 1 }: Pick<ImageRecord, 'titleVersion'>): number {
  return titleVersion;
}

/**
 * The title that visitors may see: the one that was approved, also while another is in review. `undefined`: the picture
 * is not public.
 */
export function publicTitleOf({ status, title, review }: Titled): string | undefined {
  if (status === 'approved') return title;
  return status === 'in-review' ? review?.retitled?.from : undefined;
}

/** The record under the title that is public, where another is in review. */
export function withApprovedTitle(record: ImageRecord): ImageRecord {
  return withTitle(record, publicTitleOf(record) ?? record.title);
}

/** The record under a title, which is another version where it differs. */
export function withTitle(record: ImageRecord, title: string): ImageRecord {
  if (title === record.title) return record;
  return { ...record, title, titleVersion: titleVersionOf(record) + 1 };
}

/** Whether visitors see the picture: it is approved, or nothing but its title is in review. */
export function isPublic(record: Titled): boolean {
  return publicTitleOf(record) !== undefined;
}

/** What the picture was called before, as reviewers are told: the approved title, or the one that its review opened with. */
export function earlierTitleOf({ title, review }: Titled): string | undefined {
  const before = review?.retitled?.from ?? review?.titleWhenOpened;
  return before === title ? undefined : before;
}

/** Tells a reviewer that the title is not the one it was; nothing where it is. */
export function titleNote(record: Titled): string | undefined {
  const earlier = earlierTitleOf(record);
  if (earlier === undefined) return undefined;
  const was = `“${oneLine(earlier, 200)}”`;
  return record.review?.retitled
    ? `Only the title is new. The picture is public as ${was}, and stays so unless the new one is approved.`
    : `The title was ${was} when the review opened.`;
}
