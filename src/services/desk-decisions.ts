import type { Images } from '#adapters/images';
import { AppError } from '#core/errors';
import { inGroups } from '#core/groups';
import type { ImageRecord } from '#core/image';
import { isAmong } from '#core/mailbox';
import { type Problem, problemOf } from '#http/problems';
import type { DeskResult } from '../pages/desk-view.ts';
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
    wanted: readonly Pick<Choice, 'id' | 'decision' | 'comment' | 'titleVersion'>[],
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

const done = { approve: 'approved', reject: 'rejected', undo: 'undone' } as const;

/** What the page says of each decision. A title is read for it alone: where it cannot be, the rest is still told. */
export function deskResults({ get }: Pick<Images, 'get'>) {
  return (
    reviewer: string,
    decided: readonly Decided[],
    wanted: readonly { decision: keyof typeof done }[],
  ): Promise<DeskResult[]> =>
    Promise.all(
      decided.map(async (one, at): Promise<DeskResult> => {
        const { id } = one;
        if ('record' in one)
          return { id, title: one.record.title, done: done[wanted[at]?.decision ?? 'undo'] };
        const problem = one.problem.detail ?? one.problem.title;
        return { id, title: await titleOf(id, reviewer), problem };
      }),
    );

  /** Of pictures that somebody else was asked about it says nothing. */
  async function titleOf(id: string, reviewer: string): Promise<string> {
    const record = await get(id).catch(() => undefined);
    return record?.review && isAmong(record.review.reviewers, reviewer) ? record.title : '';
  }
}
