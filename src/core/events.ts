import * as z from 'zod';
import { imageId, imageRecord, type Status } from './image.ts';
import { publicTitleOf } from './title.ts';

/** Who says so: the `source` of every event on the bus. */
export const EVENT_SOURCE = 'contactsheet.image';

export const eventTypes = [
  'submitted',
  'review-requested',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
  'failed',
] as const;
type EventType = (typeof eventTypes)[number];

/**
 * What others are told of a change: the `detail` of an event on the bus, and its `detail-type` is `type`.
 * It names nobody and opens nothing: no addresses, links or tokens. `schemas/image-event.schema.json` publishes it.
 */
export const imageEvent = z
  .object({
    version: z
      .literal('1')
      .describe('Of this shape. Fields may be added to it; another version is another shape.'),
    id: z
      .string()
      .min(1)
      .describe(
        'The same each time that this event comes: events come at least once, so drop an id that you have had.',
      ),
    type: z.enum(eventTypes).describe('What became of the picture; also the event’s detail-type.'),
    imageId: imageId.describe('The picture, as in GET /images/{id}.'),
    round: z
      .int()
      .positive()
      .describe('Counts how often it was put up for review: 1, and more once started again.'),
    sequence: z
      .int()
      .positive()
      .describe(
        'Grows with each change of one picture, with gaps: what is lower than one that you have had is older.',
      ),
    at: z.iso.datetime().describe('When it changed, in UTC.'),
    title: z.string().describe('What its sender called it, in the sender’s own words.'),
    reason: z
      .string()
      .optional()
      .describe('Of failed only: the code in failure.code of GET /images/{id}, such as truncated.'),
  })
  .meta({
    title: 'Contactsheet: a picture changed',
    description: `The detail of an EventBridge event whose source is ${EVENT_SOURCE}. Ignore fields that you do not know.`,
  });
export type ImageEvent = z.infer<typeof imageEvent>;

/** What is read of a record to tell of it: little, so that no record of an older shape stands in the way. */
export const toldRecord = imageRecord
  .pick({
    id: true,
    version: true,
    status: true,
    round: true,
    title: true,
    updatedAt: true,
    failure: true,
  })
  .extend({ review: imageRecord.shape.review.unwrap().pick({ retitled: true }).optional() });
export type ToldRecord = z.infer<typeof toldRecord>;

/** What it is called when a picture comes into a status. An announcement is nobody's business but its sender's. */
const typeOf: Readonly<Record<Status, EventType | undefined>> = {
  'awaiting-upload': undefined,
  processing: 'submitted',
  'in-review': 'review-requested',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
  failed: 'failed',
};

/**
 * What others are told of one write to a record. `undefined`: its status is what it was, or a title of a public picture
 * goes to review, of which nothing is public yet.
 */
export function changeOf(before: ToldRecord, after: ToldRecord): ImageEvent | undefined {
  const type = eventOf(before, after);
  if (!type) return undefined;
  return {
    version: '1',
    id: `${after.id}-${after.version}`,
    type,
    imageId: after.id,
    round: after.round,
    sequence: after.version,
    at: after.updatedAt,
    title: publicTitleOf(after) ?? after.title,
    ...(after.failure ? { reason: after.failure.code } : {}),
  };
}

function eventOf(before: ToldRecord, after: ToldRecord): EventType | undefined {
  const changed = before.status !== after.status;
  const [was, is] = [publicTitleOf(before), publicTitleOf(after)];
  if (was === undefined || is === undefined) return changed ? typeOf[after.status] : undefined;
  // Public before and after.
  return was !== is || (changed && after.status === 'approved') ? 'approved' : undefined;
}
