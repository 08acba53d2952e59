import * as z from 'zod';

/** One size a picture is rendered in, as `renditions.json` names it. */
export const rendition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'lower-case letters, digits and hyphens, at most 20'),
  /** Pixels across; a narrower picture keeps its own width. */
  width: z.int().min(16).max(4096),
  format: z.enum(['webp', 'jpeg']),
  /** The encoder's quality, 1 (smallest) to 100 (best). */
  quality: z.int().min(1).max(100),
});
export type Rendition = z.infer<typeof rendition>;

/** The whole of `renditions.json`. */
export const renditionSpec = z.strictObject({
  renditions: z
    .array(rendition)
    .min(1)
    .max(10)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'names must differ')
    .refine(
      (all) => all.some((one) => one.name === 'mail' && one.format === 'jpeg'),
      'one must be named "mail" and be a jpeg',
    ),
});

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
