import * as z from 'zod';
import { unreachable, unsent } from '#core/undelivered';

/** Which mails have not left, and which addresses take none. */
export const answer = z.object({
  /** Mails that have not left and are tried again, and since when; nothing where there are none. */
  failing: z.object({ since: z.iso.datetime(), mails: z.int().positive() }).nullable(),
  unsent: z.array(unsent),
  unreachable: z.array(unreachable),
});
export type MailStatus = z.infer<typeof answer>;
