import { AppError } from '#core/errors';
import { inGroups } from '#core/groups';
import type { ImageRecord } from '#core/image';
import { type Problem, problemOf } from '#http/problems';
import type { Choice } from './reviews.ts';

/** What came of one decision: the image with it on record, or why it is not. */
export type Decided = { id: string } & ({ record: ImageRecord } | { problem: Problem });

/** So many pictures are written to at once. */
const AT_ONCE = 10;

/** Carries out decisions on several pictures; what is refused for one leaves the others as they are. */
export function deskDecisions(
  decide: (choice: Choice) => Promise<ImageRecord>,
  failed: (error: unknown) => void,
) {
  return async (
    reviewer: string,
    wanted: readonly Pick<Choice, 'id' | 'decision' | 'comment'>[],
  ): Promise<Decided[]> => {
    const done: Decided[] = [];
    for (const group of inGroups(wanted, AT_ONCE)) {
      done.push(...(await Promise.all(group.map((one) => answer({ ...one, by: reviewer, link: {} })))));
    }
    return done;
  };

  async function answer(choice: Choice): Promise<Decided> {
    try {
      return { id: choice.id, record: await decide(choice) };
    } catch (error) {
      if (!(error instanceof AppError)) failed(error);
      return { id: choice.id, problem: problemOf(error) };
    }
  }
}
