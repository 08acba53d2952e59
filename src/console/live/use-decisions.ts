import { useEffect, useRef, useState } from 'preact/hooks';
import type { Verdict } from '#core/image';
import type { Image } from '../api/images.ts';
import { inWords } from '../api/words.ts';
import { useAnnounce } from '../parts/announcer.tsx';
import { titleOf } from '../parts/words.ts';
import { useTools } from '../tools.ts';
import type { LiveList } from './use-images.ts';

/** A picture that waits for a decision, or that was just decided on here. */
export interface Waiting {
  image: Image;
  decided?: Verdict;
  /** Why the last try did not work. */
  problem?: unknown;
}

const done = { approve: 'approved', reject: 'rejected' } as const;

/** What waits for who is signed in; what they decide stays in its place, so that it can be undone. */
export function useDecisions({ items, refresh }: LiveList) {
  const { images } = useTools();
  const say = useAnnounce();
  const [touched, setTouched] = useState<ReadonlyMap<string, Waiting>>(new Map());
  const running = useRef(new Set<string>());

  const touch = (id: string, next: Waiting | undefined) =>
    setTouched((before) => {
      const after = new Map(before);
      if (next) after.set(id, next);
      else after.delete(id);
      return after;
    });

  const once = async (one: Waiting, work: () => Promise<void>): Promise<boolean> => {
    const { id } = one.image;
    if (running.current.has(id)) return false;
    running.current.add(id);
    try {
      await work();
      return true;
    } catch (problem) {
      touch(id, { ...one, problem });
      say(`${titleOf(one.image)}: ${inWords(problem)}`);
      return false;
    } finally {
      running.current.delete(id);
      refresh();
    }
  };

  // What was taken back stays in sight until the list has it again, and is the list's from then on.
  const back = items.filter(({ id }) => touched.has(id) && isPlain(touched.get(id))).map(({ id }) => id);
  useEffect(() => {
    for (const id of back) touch(id, undefined);
  }, [back.join()]);

  const waiting = items.map((image): Waiting => {
    const one = touched.get(image.id);
    // What was refused may have been refused for what it was: the next try is on what it is now.
    return one?.decided ? one : { ...one, image };
  });
  const gone = [...touched.values()].filter(({ image }) => !items.some(({ id }) => id === image.id));
  return {
    rows: [...waiting, ...gone].sort((a, b) => (a.image.id < b.image.id ? 1 : -1)),
    /** @returns whether it worked */
    decide: (one: Waiting, decided: Verdict, comment: string): Promise<boolean> =>
      once(one, async () => {
        const image = await images.decide(one.image, decided, comment.trim());
        touch(image.id, { image, decided });
        say(`${titleOf(image)}: ${done[decided]}.`);
      }),
    undo: (one: Waiting): Promise<boolean> =>
      once(one, async () => {
        const image = await images.decide(one.image, 'undo', '');
        touch(image.id, { image });
        say(`${titleOf(image)}: undone, it waits again.`);
      }),
  };
}

function isPlain(one: Waiting | undefined): boolean {
  return one !== undefined && one.decided === undefined && one.problem === undefined;
}
