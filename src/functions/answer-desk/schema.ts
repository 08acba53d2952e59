import * as z from 'zod';
import { imageId, publicImage, verdict } from '#core/image';
import { choice, MOST_DECIDED } from '../shapes.ts';

const one = choice.in
  .extend({ id: imageId, decision: z.enum([...verdict.options, 'undo']) })
  .transform(({ comment, ...rest }) => ({
    ...rest,
    ...(comment ? { comment } : {}),
  }));

export const body = z.strictObject({
  decisions: z.array(one).min(1, 'Nothing is marked: mark a picture first.').max(MOST_DECIDED),
});

/** The page's own form: the marked pictures, one decision and one comment for all. */
export function fromForm(fields: URLSearchParams): unknown {
  const decision = fields.get('decision');
  const comment = fields.get('comment') ?? '';
  return { decisions: fields.getAll('id').map((id) => ({ id, decision, comment })) };
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
