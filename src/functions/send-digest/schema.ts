import * as z from 'zod';
import { digestKind } from '#core/digest';
import { address } from '#core/policy';

/** A message of the queue of digests: whose may be due, and with which picture it came. */
export const nudge = z.object({
  recipient: address,
  kind: digestKind,
  digest: z.string(),
  joinedAt: z.string(),
  waited: z.boolean().optional(),
  parked: z.boolean().optional(),
});
