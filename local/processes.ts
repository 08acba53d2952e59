import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a program that was run to its end came out. */
export interface Outcome {
  code: number | null;
  /** What it wrote, both streams together. */
  output: string;
}

/** Runs a program to its end; never throws for what the program answers. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; signal?: AbortSignal | undefined } = {},
): Promise<Outcome> {
  const { signal, ...rest } = options;
  signal?.throwIfAborted();
  // A group of its own: Ctrl-C is handed on once, by us.
  const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = () => signalGroup(child, 'SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { code, output: Buffer.concat(parts).toString() };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Sends a signal to a child that leads a process group, and to all that it started. */
export function signalGroup(child: Pick<ChildProcess, 'pid'>, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Whether a process of that number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The command line of a process, or nothing where it cannot be told. */
export function commandOf(pid: number): string {
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}

/** Waits until a process has ended; false where it had not in time. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(50);
  }
  return true;
}

/** Whether something answers on a port of this machine. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
