import * as z from 'zod';

/** Where the file is, for a minute. */
export const answer = z.object({ url: z.url() });
