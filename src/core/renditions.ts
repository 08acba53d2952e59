import type * as z from 'zod';
import type { rendition } from './rendition-spec.ts';

/** One size; its shape lies apart, since few functions need that and a bundle cannot leave it out by itself. */
export type Rendition = z.infer<typeof rendition>;

/** What of a picture's words a rendition may keep. */
export const keepable = ['copyright', 'credit', 'sourceType', 'caption'] as const;
export type Kept = (typeof keepable)[number];

/** What it keeps where it does not say: without them a picture that is passed on has lost whose it is. */
export const KEPT: readonly Kept[] = ['copyright', 'credit', 'sourceType'];

/** The rendition that mails show: JPEG, since Outlook shows no WebP. */
export const MAIL_RENDITION = 'mail';

/** The media type of a rendition's bytes. */
export function renditionType(format: Rendition['format']): 'image/webp' | 'image/jpeg' {
  return `image/${format}`;
}

/** The key of a rendition in the thumbnails' bucket; made here, never from what a sender wrote. */
export function renditionKey(imageId: string, one: Pick<Rendition, 'name' | 'format'>): string {
  return `${imageId}/${one.name}.${one.format === 'jpeg' ? 'jpg' : 'webp'}`;
}
