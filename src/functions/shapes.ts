import * as z from 'zod';
import { action, imageId } from '#core/image';

/** Shapes that several routes share. */
export const imagePath = z.object({ id: imageId });
/** A link is checked by its signature; here only its length, so that nobody makes us hash a novel. */
export const linkPath = z.object({ link: z.string().min(1).max(200) });

/** The environment's: a name that must be there, an address that may be empty, a list with commas between. */
export const name = z.string().min(1);
export const url = z.string().default('');
export const list = z.string().transform((text) => text.split(',').filter((one) => one !== ''));

export const title = z.string().trim().min(1).max(200);
export const comment = z.string().trim().max(1000);
export const choice = z
  .strictObject({ decision: action, comment: comment.optional() })
  .transform(({ decision, comment }) => ({ decision, ...(comment ? { comment } : {}) }));

/** At a desk: more than anybody decides on at once, and few enough to be answered in time. */
export const MOST_DECIDED = 100;
