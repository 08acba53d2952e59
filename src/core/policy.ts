import * as z from 'zod';
import { schemaOf } from './spec-files.ts';

/**
 * An address that mail goes to, as `<input type="email">` takes it, with a domain of other letters in Punycode;
 * compared in lower case. https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
export const address = z.email({ pattern: z.regexes.html5Email }).max(254).toLowerCase();

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
  from: hour.meta({ description: 'When they begin, HH:MM.', examples: ['22:00'] }),
  to: hour.meta({
    description: 'When they end, HH:MM; earlier than from: on the next day.',
    examples: ['06:00'],
  }),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .meta({ description: 'The name of a time zone, such as Europe/Berlin.', examples: ['Europe/Berlin'] }),
});
export type QuietHours = z.infer<typeof quietHours>;

/** Who reviews a picture and by when, as `review-policy.json` says it; kept with each image. */
export const reviewPolicy = z.strictObject({
  reviewers: z
    .array(address)
    .min(1)
    .max(20)
    .meta({
      title: 'Reviewers',
      description: 'Who is asked.',
      examples: [['ann@example.com', 'ben@example.com']],
      uniqueItems: true,
    }),
  required: z
    .int()
    .min(1)
    .max(20)
    .meta({
      title: 'Approvals needed',
      description: 'So many of them have to approve; one rejection rejects.',
      examples: [1],
    }),
  remindAfter: z
    .array(duration)
    .max(10)
    .meta({
      title: 'Reminders',
      description:
        'When those who have not decided are reminded, counted from the asking; the earliest first.',
      examples: [['P1D', 'P2D']],
      uniqueItems: true,
    }),
  escalateTo: z
    .array(address)
    .min(1)
    .max(5)
    .optional()
    .meta({
      title: 'Escalation to',
      description: 'Who is asked as well when it takes long; goes with escalateAfter.',
      examples: [['editor@example.com']],
      uniqueItems: true,
    }),
  escalateAfter: duration.optional().meta({
    title: 'Escalation after',
    description: 'When they are asked, counted from the asking; goes with escalateTo.',
    examples: ['PT36H'],
  }),
  expireAfter: duration.meta({
    title: 'Expiry after',
    description: 'When the review ends without a decision; at least PT5S, at most P30D.',
    examples: ['P3D'],
  }),
  renameApproved: z
    .enum(['review', 'refuse'])
    .optional()
    .meta({
      title: 'New title of an approved picture',
      description:
        'Whether a new title of an approved picture goes to review, while the approved one stays public, or is refused. Left out, it goes to review.',
      examples: ['review'],
    }),
  quietHours: quietHours.optional().meta({
    title: 'Quiet hours',
    description: 'When nobody is mailed. The review may still expire.',
    examples: [{ from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }],
  }),
});
export type ReviewPolicy = z.infer<typeof reviewPolicy>;

/** The file may say which schema it follows, for editors. */
export const reviewPolicyFile = reviewPolicy
  .extend({ $schema: schemaOf('review-policy') })
  .transform(({ $schema: _, ...policy }): ReviewPolicy => policy)
  .meta({
    title: 'Review policy',
    description: 'Who reviews a picture, who is reminded and who is asked as well, and by when.',
    dependentRequired: { escalateTo: ['escalateAfter'], escalateAfter: ['escalateTo'] },
  });
