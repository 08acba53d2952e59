import * as z from 'zod';
import { action, imageId } from '#core/image';
import { linkIn } from '#core/link';

/** Shapes that several routes share. */
export const imagePath = z.object({ id: imageId });
/**
 * A link is checked by its signature; here only its length, so that nobody makes us hash a novel. What a mail program
 * or a messenger put around it is left out: the page opens, and its forms are sent to the same address.
 */
export const linkPath = z.object({
  link: z.string().min(1).transform(linkIn).pipe(z.string().max(200)),
});
/** A parameter of a page that only looks: "approve." or "Approve" is meant as well, and anything else is nothing. */
export const leniently = <T extends string>(words: readonly T[]) =>
  z
    .string()
    .transform((text) => words.find((one) => one === /[a-z]+/.exec(text.toLowerCase())?.[0]))
    .optional();

/** The environment's: a name that must be there, an address that may be empty, a list with commas between. */
export const name = z.string().min(1);
export const url = z.string().default('');
export const list = z.string().transform((text) => text.split(',').filter((one) => one !== ''));

/** Forms send a line break as two characters, and `maxlength` counts it as one. */
const lineBreaks = (text: string) => text.replace(/\r\n?/g, '\n');

export const title = z.string().overwrite(lineBreaks).trim().min(1).max(200);
export const comment = z.string().overwrite(lineBreaks).trim().max(1000);
export const choice = z
  .strictObject({
    decision: action,
    comment: comment.optional(),
    /** Which title was seen; a form sends it as text. */
    titleVersion: z.coerce.number().int().positive().optional(),
  })
  .transform(({ decision, comment, titleVersion }) => ({
    decision,
    ...(comment ? { comment } : {}),
    ...(titleVersion === undefined ? {} : { titleVersion }),
  }));

/** At a desk: more than anybody decides on at once, and few enough to be answered in time. */
export const MOST_DECIDED = 100;
