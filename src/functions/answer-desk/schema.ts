import * as z from 'zod';
import { imageId, publicImage, verdict } from '#core/image';
import { choice, MOST_DECIDED } from '../shapes.ts';

const one = choice.in
  .extend({ id: imageId, decision: z.enum([...verdict.options, 'undo']) })
  .transform(({ comment, titleVersion, ...rest }) => ({
    ...rest,
    ...(comment ? { comment } : {}),
    ...(titleVersion === undefined ? {} : { titleVersion }),
  }));

export const body = z.strictObject({
  decisions: z.array(one).min(1, 'Nothing is marked: mark a picture first.').max(MOST_DECIDED),
});

/** The page's own form: the marked pictures, each with the version of the title that it showed, one decision and one comment for all. */
export function fromForm(fields: URLSearchParams): unknown {
  const decision = fields.get('decision');
  const comment = fields.get('comment') ?? '';
  const decisions = fields.getAll('id').map((marked) => {
    const [id, titleVersion] = marked.split('.');
    return { id, decision, comment, titleVersion };
  });
  return { decisions };
}

/** RFC 9457, less what is of the whole answer. */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  code: z.string(),
  detail: z.string().optional(),
});

export const answer = z.object({
  results: z.array(
    z.object({
      id: imageId,
      status: z.int().min(200).max(599),
      image: publicImage.optional(),
      problem: problem.optional(),
    }),
  ),
});
