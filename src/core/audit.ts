import * as z from 'zod';

/** What happened to an image, in the trail that is written with each change. */
export const auditEvent = z.object({
  at: z.iso.datetime(),
  /** An address, or `contactsheet` for what the service did by itself. */
  by: z.string(),
  type: z.enum([
    'created',
    'uploaded',
    'review-requested',
    'reviewers-asked',
    'decided',
    'approved',
    'rejected',
    'expired',
    'failed',
    'restarted',
    'reopened',
    'withdrawn',
    'renamed',
    'undone',
    'reminded',
    'escalated',
    'handed-over',
    'bounced',
  ]),
  comment: z.string().optional(),
  /** A failure's code, a decision, who was asked, or why. */
  detail: z.string().optional(),
});
export type AuditEvent = z.infer<typeof auditEvent>;

export const SERVICE = 'contactsheet';
