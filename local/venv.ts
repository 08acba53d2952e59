import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';
import { isAlive, runToEnd } from './processes.ts';
import type { Log } from './progress.ts';

/** The newest that is known to work first. */
const pythons = ['3.13', '3.12', '3.11', '3.10'] as const;

/** A Python that was found, and whether it can make environments with pip in them. */
export interface Python {
  command: string;
  version: string;
  hasVenv: boolean;
}

/** The path of a program that the environment holds. */
export function programOf(venv: string, name: string): string {
  return process.platform === 'win32' ? join(venv, 'Scripts', `${name}.exe`) : join(venv, 'bin', name);
}

/**
 * Makes the Python environment with what requirements.txt pins, unless it is there.
 * @param log hears of it before it is made, since that takes minutes
 * @param install makes it, and answers how
 * @returns how it was made, or nothing where it was there
 */
export async function ensureVenv(
  root: string,
  venv: string,
  log: Log,
  signal?: AbortSignal,
  install: typeof make = make,
): Promise<string | undefined> {
  const wanted = await readFile(join(root, 'requirements.txt'), 'utf8');
  if (await isMade(venv, wanted)) return undefined;
  await mkdir(dirname(venv), { recursive: true });
  return withLock(`${venv}.lock`, async () => {
    if (await isMade(venv, wanted)) return undefined;
    log('  installing Python packages (MiniStack and SAM, 250 MB); that takes about two minutes, once …');
    return install(root, venv, wanted, signal);
  });
}

/** Picks the newest Python of those found; says what to install where none will do. */
export function choosePython(found: readonly Python[], needsVenv: boolean): Python {
  const known = pythons.flatMap((version) => found.filter((one) => one.version === version));
  const [newest] = known;
  if (!newest) {
    throw new Failure(
      'Python 3.10 to 3.13 is needed, and none was found on PATH. Install one (Debian: "apt-get install python3 python3-venv").',
    );
  }
  const usable = needsVenv ? known.find((one) => one.hasVenv) : newest;
  if (usable) return usable;
  throw new Failure(
    `Python ${newest.version} has no venv module. Install it (Debian: "apt-get install python3-venv").`,
  );
}

// The stamp is written last, so an installation that was interrupted is made anew.
async function make(root: string, venv: string, wanted: string, signal?: AbortSignal): Promise<string> {
  const uv = works('uv', ['--version']);
  const python = choosePython(findPythons(), !uv);
  await rm(venv, { recursive: true, force: true });
  const requirements = join(root, 'requirements.txt');
  const inside = programOf(venv, 'python');
  if (uv) {
    await must('uv', ['venv', '--quiet', '--python', python.command, venv], signal);
    await must('uv', ['pip', 'install', '--quiet', '--python', inside, '-r', requirements], signal);
  } else {
    await must(python.command, ['-m', 'venv', venv], signal);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', '-r'];
    await must(inside, [...pip, requirements], signal);
  }
  await writeFile(stampOf(venv), wanted);
  return `Python ${python.version}, by ${uv ? 'uv' : 'pip'}`;
}

function findPythons(): Python[] {
  const commands = [...pythons.map((version) => `python${version}`), 'python3', 'python'];
  return commands.flatMap((command) => {
    const code = 'import sys; print("%d.%d" % sys.version_info[:2])';
    const answer = spawnSync(command, ['-c', code], { encoding: 'utf8' });
    if (answer.status !== 0) return [];
    // Debian splits ensurepip off into a package of its own.
    const hasVenv = works(command, ['-c', 'import venv, ensurepip']);
    return [{ command, version: answer.stdout.trim(), hasVenv }];
  });
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

async function must(command: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const { code, output } = await runToEnd(command, args, { signal });
  if (code === 0) return;
  const last = output.trim().split('\n').slice(-3).join(' ');
  throw new Failure(`The Python packages could not be installed (${command} ended with ${code}): ${last}`);
}

async function isMade(venv: string, wanted: string): Promise<boolean> {
  return (await readFile(stampOf(venv), 'utf8').catch(() => '')) === wanted;
}

function stampOf(venv: string): string {
  return join(venv, 'requirements.stamp');
}

// `npm start` and `npm test` may meet here on a fresh machine.
async function withLock<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  while (!(await takeLock(path))) await sleep(500);
  try {
    return await act();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
    return false;
  }
}
