import { useCallback, useEffect, useRef } from 'preact/hooks';

/** How soon to look again: something moves, nothing does, or nothing will before somebody asks. */
export type Pace = 'soon' | 'late' | 'never';

const AFTER_MS: Readonly<Record<Exclude<Pace, 'never'>, number>> = { soon: 2000, late: 15_000 };

/**
 * Looks again and again while the page is to be seen, and at once when it comes into sight, unless nothing will change.
 * @param look never throws
 * @returns what looks now
 */
export function usePolling(look: () => Promise<Pace>): () => void {
  const latest = useRef(look);
  latest.current = look;
  const now = useRef<() => void>(() => undefined);
  useEffect(() => {
    const loop = openLoop(() => latest.current());
    now.current = loop.now;
    document.addEventListener('visibilitychange', loop.seen);
    loop.now();
    return () => {
      document.removeEventListener('visibilitychange', loop.seen);
      loop.end();
    };
  }, []);
  return useCallback(() => now.current(), []);
}

function openLoop(look: () => Promise<Pace>): { now(): void; seen(): void; end(): void } {
  let timer = 0;
  let pace: Pace = 'soon';
  let running = false;
  let again = false;
  let ended = false;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    if (ended || document.hidden) return;
    // What began before somebody asked may not show what they mean.
    if (running) {
      again = true;
      return;
    }
    running = true;
    pace = await look();
    running = false;
    if (ended) return;
    if (again) {
      again = false;
      await run();
    } else if (pace !== 'never') {
      timer = window.setTimeout(run, AFTER_MS[pace]);
    }
  };
  return {
    now: () => {
      pace = 'soon';
      void run();
    },
    seen: () => void (pace !== 'never' && run()),
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
