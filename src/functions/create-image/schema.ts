import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UPLOAD_SECONDS } from '#adapters/pictures';
import { InvalidInput, within } from '#core/errors';
import { announcedTypes, publicImage } from '#core/image';
import { type ReviewPolicy, reviewPolicy } from '#core/policy';
import { type AllowedReviewers, policyFor } from '#core/reviewers';
import { shorten } from '#core/words';
import { title } from '../shapes.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u001f\u007f]/g;

/** A file name is only a label: it is kept as it was given, less what a terminal or a header would trip over. */
const filename = z
  .string()
  .max(255)
  .transform((text) => text.replace(controls, ''))
  .pipe(z.string().min(1));

export const body = z.strictObject({
  filename,
  contentType: z.enum(announcedTypes),
  title: title.optional(),
  sha256: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
    .optional(),
  /** Short for a policy that says otherwise in this alone. */
  reviewers: reviewPolicy.shape.reviewers.optional(),
  policy: reviewPolicy.partial().optional(),
  notifySender: z.boolean().optional(),
});

export const headers = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters')
    .optional(),
});

export const answer = publicImage.extend({
  /** Null once a file has arrived. */
  upload: z
    .object({ url: z.url(), fields: z.record(z.string(), z.string()), expiresAt: z.iso.datetime() })
    .nullable(),
});

/** The policy that the picture will be reviewed by. */
export function policyOf(
  { reviewers, policy }: Pick<z.infer<typeof body>, 'reviewers' | 'policy'>,
  sender: string,
  allowed: AllowedReviewers,
): ReviewPolicy {
  if (!policy) return policyFor({ reviewers }, sender, allowed);
  if (reviewers && policy.reviewers) {
    const message = 'Given twice: here and in policy.reviewers.';
    throw new InvalidInput([{ field: 'reviewers', code: 'duplicate', message }]);
  }
  const wish = { ...policy, ...(reviewers ? { reviewers } : {}) };
  return within('policy', () => policyFor(wish, sender, allowed));
}

/** Without a title of its own a picture is called what its file is, less the ending. */
export function titleOf(filename: string): string {
  return shorten(filename.replace(/\.[A-Za-z0-9]{1,5}$/, '') || filename, 200);
}

/** What is remembered of an Idempotency-Key: a hash of the body, for as long as the upload is open. */
export function idempotency(key: string, body: unknown, now: Date) {
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return { key, body: hash, expires: Math.floor(now.getTime() / 1000) + UPLOAD_SECONDS };
}
