import * as z from 'zod';

/** An address that mail goes to; compared in lower case. */
export const address = z.email().max(254).toLowerCase();

/** ISO 8601 in weeks, days, hours, minutes and seconds: months and years are not of one length. */
export const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,6}M)?(?:\d{1,8}S)?)?$/,
    'an ISO 8601 duration such as "P3D", "PT4H" or "P1DT12H"',
  )
  .describe('ISO 8601 duration in weeks, days, hours, minutes and seconds, such as P3D or PT4H.');

const hour = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as "22:00"');

/** When nobody is mailed; `to` before `from` is on the next day. */
export const quietHours = z.strictObject({
  from: hour.describe('When they begin, HH:MM.'),
  to: hour.describe('When they end, HH:MM; earlier than from: on the next day.'),
  timeZone: z.string().min(1).max(64).describe('The name of a time zone, such as Europe/Berlin.'),
});
export type QuietHours = z.infer<typeof quietHours>;

/** Who reviews a picture and by when, as `review-policy.json` says it; kept with each image. */
export const reviewPolicy = z.strictObject({
  reviewers: z.array(address).min(1).max(20).describe('Who is asked.'),
  required: z.int().min(1).max(20).describe('So many of them have to approve; one rejection rejects.'),
  remindAfter: z
    .array(duration)
    .max(10)
    .describe('When those who have not decided are reminded, counted from the asking; the earliest first.'),
  escalateTo: z.array(address).min(1).max(5).optional().describe('Who is asked as well when it takes long.'),
  escalateAfter: duration.optional().describe('When they are asked, counted from the asking.'),
  expireAfter: duration.describe('When the review ends without a decision; at least PT5S, at most P30D.'),
  quietHours: quietHours.optional().describe('When nobody is mailed. The review may still expire.'),
});
export type ReviewPolicy = z.infer<typeof reviewPolicy>;

/** The file may say which schema it follows, for editors. */
export const reviewPolicyFile = reviewPolicy
  .extend({ $schema: z.string().optional() })
  .transform(({ $schema: _, ...policy }): ReviewPolicy => policy);
