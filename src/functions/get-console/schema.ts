import * as z from 'zod';
import { revalidation } from '#http/cached';

/** The name of one of the console's files; none for the page itself. */
export const path = z.object({
  file: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,100}$/, 'not the name of a file')
    .optional(),
});

export const headers = revalidation.extend({ accept: z.string().optional() });
