import { useState } from 'preact/hooks';
import { inWords } from '../api/words.ts';
import { useAnnounce } from './announcer.tsx';

/** Something that a button does: one at a time, with what went wrong. */
export function useAction() {
  const say = useAnnounce();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  /** @param done what is said when it is done */
  const act = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    if (running) return false;
    setRunning(true);
    setProblem(undefined);
    try {
      await work();
      say(done);
      return true;
    } catch (error) {
      setProblem(error);
      say(inWords(error));
      return false;
    } finally {
      setRunning(false);
    }
  };
  return { act, running, problem };
}
