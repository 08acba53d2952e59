import * as z from 'zod';
import { auditEvent } from '#core/audit';

export const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  /** What the page before ended with. */
  cursor: z
    .string()
    .regex(/^\d{1,8}$/, 'not a cursor of a trail')
    .optional(),
});

export const answer = z.object({ items: z.array(auditEvent), nextCursor: z.string().optional() });
