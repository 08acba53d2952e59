import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../local/settings.ts';
import type { Place } from './place.ts';
import { until } from './until.ts';

/** Where a stack of its own lives, as its variables say. */
export interface Home {
  port: number;
  awsPort: number;
  home: string;
}

/** The home of a stack, for commands beside it. */
export function homeOf({ url, endpoint, home }: Pick<Place, 'url' | 'endpoint' | 'home'>): Home {
  const portOf = (address: string) => Number(new URL(address).port);
  return { port: portOf(url), awsPort: portOf(endpoint), home };
}

/** A command of the project while it runs, in a process group of its own, as a terminal gives it. */
export interface Command {
  readonly child: ChildProcess;
  /** What it has written so far, both streams. */
  output(): string;
  /** Waits until it has written something; fails when it ends without. */
  waitForText(pattern: RegExp, seconds: number): Promise<RegExpExecArray>;
  /** Waits for its end. @returns the exit code, or the signal's name */
  ended(seconds: number): Promise<number | string>;
  /** Ctrl-C: the terminal tells the whole group. */
  interrupt(): void;
}

/** Runs `node local/run.mjs COMMAND ARGUMENTS`, as the scripts of package.json do. */
export function command(name: string, { port, awsPort, home }: Home, args: readonly string[] = []): Command {
  const env = { ...process.env, PORT: String(port), AWS_PORT: String(awsPort), CONTACTSHEET_HOME: home };
  const child = spawn(process.execPath, [join(root, 'local', 'run.mjs'), name, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let end: number | string | undefined;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part));
  child.once('close', (code, signal) => {
    end = code ?? signal ?? 'unknown';
  });
  return {
    child,
    output: () => text,
    waitForText: (pattern, seconds) =>
      until(
        `${pattern} in what ${name} writes`,
        async () => {
          const found = pattern.exec(text);
          if (!found && end !== undefined) throw new Error(`${name} ended with ${end}:\n${text}`);
          return found ?? undefined;
        },
        { seconds, seen: () => text.slice(-1500) },
      ),
    ended: (seconds) =>
      until(`the end of ${name}`, async () => end, { seconds, seen: () => text.slice(-1500) }),
    interrupt: () => {
      if (child.pid !== undefined && end === undefined) process.kill(-child.pid, 'SIGINT');
    },
  };
}
