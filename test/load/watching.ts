import { spawnSync } from 'node:child_process';

/** The most that was seen while it was watched. */
export interface Peak {
  /** Functions that had a process at the same time. */
  workers: number;
  /** Of those processes and the local AWS together. */
  megabytes: number;
}

const EVERY_MS = 500;

/** Watches the processes of a home until it is told to end. */
export function watchProcesses(home: string): { end(): Peak } {
  const peak = { workers: 0, megabytes: 0 };
  const look = () => {
    const { workers, megabytes } = now(home);
    peak.workers = Math.max(peak.workers, workers);
    peak.megabytes = Math.max(peak.megabytes, megabytes);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

function now(home: string): Peak {
  const { stdout } = spawnSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  const workers = stdout.split('\n').filter((line) => line.includes(`${home}/tmp/`));
  const kilobytes = workers.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
  // A function's own process beside it is no function.
  const functions = workers.filter((line) => !line.includes('/worker.mjs'));
  return { workers: functions.length, megabytes: Math.round(kilobytes / 1024) };
}
