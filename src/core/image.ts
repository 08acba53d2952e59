import * as z from 'zod';
import { milestone } from './milestone.ts';
import { address, reviewPolicy } from './policy.ts';
import { publicTitleOf, titleVersionOf } from './title.ts';

/** A ULID in lower case: 48 bits of time, 80 of chance; sorts by creation. */
export const imageId = z.string().regex(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'not an image id');

export const statuses = [
  'awaiting-upload',
  'processing',
  'in-review',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
  'failed',
] as const;
export const status = z.enum(statuses);
export type Status = z.infer<typeof status>;

export const acceptedTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;
export type AcceptedType = (typeof acceptedTypes)[number];

/** HEIC may be announced, so that its sender is told why it is refused rather than stopped by the upload form. */
export const announcedTypes = [...acceptedTypes, 'image/heic', 'image/heif'] as const;

/** Limits on what is taken in: bytes, pixels in all, pixels a side (WebP's own bound). */
export const limits = { bytes: 50 * 1024 * 1024, pixels: 100_000_000, side: 16_383 } as const;

const moment = z.iso.datetime();

export const verdict = z.enum(['approve', 'reject']);
export type Verdict = z.infer<typeof verdict>;

/** What a reviewer may do by a link or signed in: decide, take that back, or take an approved picture back. */
export const action = z.enum([...verdict.options, 'undo', 'withdraw']);
export type Action = z.infer<typeof action>;

export const outcome = z.enum(['approved', 'rejected', 'expired']);
export type Outcome = z.infer<typeof outcome>;

export const decision = z.object({
  by: address,
  decision: verdict,
  comment: z.string().optional(),
  /** What the picture was called: the words that were decided on. */
  title: z.string().optional(),
  at: moment,
});
export type Decision = z.infer<typeof decision>;

const original = z.object({
  contentType: z.enum(acceptedTypes),
  bytes: z.int().positive(),
  /** Pixels, as the picture is shown upright. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Hexadecimal, lower case. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Brighter than a thumbnail can be: thumbnails are mapped down. */
  dynamicRange: z.enum(['hdr']).optional(),
  /** The file says something of its colours that could not be followed: thumbnails may have others. */
  colorAccuracy: z.enum(['approximate']).optional(),
  caption: z.string().optional(),
  credit: z.string().optional(),
  copyright: z.string().optional(),
});
export type Original = z.infer<typeof original>;

const thumbnail = z.object({
  name: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  contentType: z.enum(['image/webp', 'image/jpeg']),
});
export type Thumbnail = z.infer<typeof thumbnail>;

/** `color` is `#rrggbb`; `thumbhash` is Evan Wallace's hash in base64. */
const placeholder = z.object({ color: z.string().regex(/^#[0-9a-f]{6}$/), thumbhash: z.string() });
export type Placeholder = z.infer<typeof placeholder>;

const failureShape = z.object({ code: z.string(), message: z.string() });

/** A picture passed on to a colleague, who is asked instead. */
const handover = z.object({ from: address, to: address, at: moment, comment: z.string().optional() });
export type Handover = z.infer<typeof handover>;

/** A round of review as it is kept. */
const review = z.object({
  round: z.int().positive(),
  /** Everybody who was asked; only ever added to, since links name places in it. */
  reviewers: z.array(address).min(1),
  /** So many have to approve. */
  required: z.int().positive(),
  openedAt: moment,
  /** What the picture was called then: reviewers are told where that has changed. */
  titleWhenOpened: z.string().optional(),
  /** Only the title is in review: the picture is public under the approved one, and stays so whatever is decided. */
  retitled: z.object({ from: z.string(), to: z.string() }).optional(),
  dueAt: moment,
  decisions: z.array(decision),
  handovers: z.array(handover),
  /** What is still to be done before it is due, the earliest first. */
  milestones: z.array(milestone),
  escalatedAt: moment.optional(),
  /** Reviewers whose mail came back. */
  unreachable: z.array(address),
  /** Reviewers to whom a mail about it left; absent until the first did. */
  mailed: z.array(address).optional(),
  outcome: outcome.optional(),
  /** When the outcome was carried out: an approved picture is public since. */
  settledAt: moment.optional(),
  /** Whether Step Functions has been told the outcome. */
  delivery: z.enum(['pending', 'delivered']).optional(),
  /** The activity task's token: a secret that never leaves the record. */
  token: z.string().optional(),
  /** Executions in a row that were replaced since their token did not come. */
  tokensLost: z.int().positive().optional(),
  /** When the reviewers' mail was asked for; once per round. */
  askedAt: moment.optional(),
  /** Whose mail left the picture out, since it had an outcome by then: they are asked if that is taken back. */
  leftOut: z.array(address).optional(),
});
export type Review = z.infer<typeof review>;

/** An image as it is kept. `version` counts the writes, and every write names the version it changes. */
export const imageRecord = z.object({
  id: imageId,
  version: z.int().nonnegative(),
  title: z.string(),
  /** Counts the titles: a decision names the one that it is about. Left out, it is the first. */
  titleVersion: z.int().positive().optional(),
  filename: z.string(),
  status,
  createdAt: moment,
  updatedAt: moment,
  /** The sender's address, shown; `owner` is the account, compared. */
  createdBy: address,
  owner: z.string(),
  /** The owner's address where they acted under another one since. */
  ownerAddress: address.optional(),
  announced: z.object({ contentType: z.enum(announcedTypes), sha256: z.string().optional() }),
  /** Who is asked and by when, in each round: what was in force when the picture was announced. */
  policy: reviewPolicy,
  /** Whether the sender is mailed what became of it. */
  notifySender: z.boolean(),
  /** Counts starts by a person; a link names its round. */
  round: z.int().positive(),
  /** Counts executions within a round: a closed execution's name stays taken for 90 days. */
  attempt: z.int().nonnegative(),
  /** Executions that died since the last progress. */
  deaths: z.int().nonnegative(),
  /** The ARN of the execution that may change this record. */
  execution: z.string().optional(),
  /** The object that was uploaded, pinned. */
  upload: z.object({ versionId: z.string().optional(), bytes: z.int().nonnegative() }).optional(),
  original: original.optional(),
  thumbnails: z.array(thumbnail),
  placeholder: placeholder.optional(),
  review: review.optional(),
  failure: failureShape.optional(),
  /** When the sweep looks at it next; absent on what is final. */
  nextCheckAt: moment.optional(),
});
export type ImageRecord = z.infer<typeof imageRecord>;

/** An image as the API shows it. */
export const publicImage = z.object({
  id: imageId,
  title: z.string(),
  titleVersion: z.int().positive(),
  /** What visitors may call it; null where it is not public. */
  publicTitle: z.string().nullable(),
  filename: z.string(),
  status,
  round: z.int().positive(),
  createdAt: moment,
  updatedAt: moment,
  createdBy: address,
  original: original.nullable(),
  thumbnails: z.array(thumbnail.extend({ url: z.url() })),
  placeholder: placeholder.nullable(),
  policy: reviewPolicy,
  notifySender: z.boolean(),
  review: review
    .omit({
      round: true,
      milestones: true,
      delivery: true,
      token: true,
      tokensLost: true,
      askedAt: true,
      leftOut: true,
    })
    .nullable(),
  failure: failureShape.nullable(),
});
export type PublicImage = z.infer<typeof publicImage>;

/**
 * Shows a record to those who may see it.
 * @param urlOf the address of one thumbnail; presigned while the picture is not approved
 */
export async function showImage(
  record: ImageRecord,
  urlOf: (thumbnail: Thumbnail) => Promise<string> | string,
): Promise<PublicImage> {
  const thumbnails = await Promise.all(
    record.thumbnails.map(async (one) => ({ ...one, url: await urlOf(one) })),
  );
  return publicImage.parse({
    ...record,
    titleVersion: titleVersionOf(record),
    publicTitle: publicTitleOf(record) ?? null,
    original: record.original ?? null,
    thumbnails,
    placeholder: record.placeholder ?? null,
    review: record.review ?? null,
    failure: record.failure ?? null,
  });
}
