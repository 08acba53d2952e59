import * as z from 'zod';
import { imageId } from '#core/image';

/** A picture whose reviewers are to be asked; also the input of its activity task. */
export const ask = z.object({ id: imageId, round: z.int().positive(), execution: z.string() });
