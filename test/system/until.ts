import { setTimeout as sleep } from 'node:timers/promises';

/** How long the tests wait for what should happen within seconds: a busy machine is slow. */
export const PATIENCE = 60;

/**
 * Looks again and again until there is something, and fails with what was seen last when time is over.
 * @param look answers `undefined` for "not yet"
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { seconds = PATIENCE, seen }: { seconds?: number; seen?: () => unknown } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) {
      const last = seen ? `; seen last: ${JSON.stringify(seen())}` : '';
      throw new Error(`Waited ${seconds} s in vain for ${what}${last}`);
    }
    await sleep(200);
  }
}
