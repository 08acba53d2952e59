import * as z from 'zod';
import { imageId, publicImage, status } from '#core/image';

export const query = z
  .strictObject({
    /** Pictures that wait for the caller's decision. */
    waitingFor: z.literal('me').optional(),
    status: status.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
    /** The id that the page before ended with: it tells nothing that the page did not. */
    cursor: imageId.optional(),
  })
  .refine(({ waitingFor, status }) => !(waitingFor && status), {
    path: ['status'],
    message: 'What waits for you is in review: leave status out.',
  });
export type Query = z.infer<typeof query>;

export const answer = z.object({ items: z.array(publicImage), nextCursor: imageId.optional() });
