import { open } from 'node:fs/promises';
import type { LogLine } from './logLines.ts';
import { ministackLog } from './ministack.ts';
import { poll } from './poll.ts';
import type { Log } from './progress.ts';

/** MiniStack says it here alone, as a function that does not load has logged nothing. */
const FAULT =
  /^([-\d]+ [:\d]+) ERROR \[lambda\] Warm worker execution error for (\S+): (?:Worker init failed: )?/;
/** What begins a line of MiniStack's; one without goes on with the line before. */
const BEGINS = /^(?=\[?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/m;

/**
 * The functions that could not be run at all, as a part of MiniStack's log tells, whose clock is in UTC.
 * @param from where in the log the part begins, in bytes
 */
export function workerFaults(log: string, from = 0): LogLine[] {
  return log.split(BEGINS).flatMap((entry, index) => {
    const [begin, moment, source] = FAULT.exec(entry) ?? [];
    if (!begin || !moment || !source) return [];
    const at = Date.parse(`${moment.replace(' ', 'T')}Z`);
    const why = entry.slice(begin.length).trim().replace(/\s+/g, ' ');
    return [{ at, id: `worker/${from + index}`, source, text: `could not be run: ${why}` }];
  });
}

/** Reads a home's faults; each call tells those that came since the one before. */
export function openWorkerFaults(home: string): () => Promise<LogLine[]> {
  let read = 0;
  return async () => {
    const file = await open(ministackLog(home)).catch(() => undefined);
    if (!file) return [];
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - read)), {
        position: read,
      });
      // What is being written is read next time.
      const whole = buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1);
      const from = read;
      read += whole.length;
      return workerFaults(whole.toString(), from);
    } finally {
      await file.close();
    }
  };
}

/**
 * Tells of each function that cannot be run, as it is tried, until it is told to end.
 * @param first tells of what may be the cause of them all
 */
export function followWorkerFaults(
  home: string,
  nameOf: (functionName: string) => string,
  log: Log,
  first: () => Promise<void> = async () => undefined,
): { end(): Promise<void> } {
  const next = openWorkerFaults(home);
  return poll(async () => {
    const faults = await next();
    if (faults.length > 0) await first();
    for (const { source, text } of faults) {
      const name = nameOf(source);
      log(`  ${name} ${text}\n      npm run invoke -- ${name} shows where`);
    }
  }, 500);
}
