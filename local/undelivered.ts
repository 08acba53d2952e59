import { type Undelivered, unreachableInWords, unsentInWords } from '#core/undelivered';
import { poll } from './poll.ts';
import type { Log } from './progress.ts';

/** Tells of mails that do not leave and addresses that take none, each once, until it is told to end. */
export function followUndelivered(
  read: () => Promise<Undelivered>,
  log: Log,
  every = 2000,
): { end(): Promise<void> } {
  const told = new Set<string>();
  return poll(async () => {
    // A table that cannot be read says nothing about mail.
    const { unsent, unreachable } = await read().catch(() => ({ unsent: [], unreachable: [] }));
    const lines = [
      ...unsent.map((one) => [`${one.digest} ${one.since} ${one.nextAt === undefined}`, unsentInWords(one)]),
      ...unreachable.map((one) => [`${one.address} ${one.since}`, unreachableInWords(one)]),
    ];
    for (const [key = '', words] of lines) {
      if (told.has(key)) continue;
      told.add(key);
      log(`  mail: ${words}`);
    }
  }, every);
}
