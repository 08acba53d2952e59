import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { isAlive } from './processes.ts';
import type { Settings } from './settings.ts';

/** What `npm start` leaves for the commands of a second terminal. */
export interface Running {
  pid: number;
  /** Absent until all is up. */
  url?: string;
  awsEndpoint?: string;
  stackName?: string;
  outputs?: Record<string, string>;
}

/** Reads who runs in a home; nothing where nobody does. */
export async function readRunning(home: string): Promise<Running | undefined> {
  const text = await readFile(runningFile(home), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const running = JSON.parse(text) as Running;
  return isAlive(running.pid) ? running : undefined;
}

/** Takes the home for this process, as two would spoil each other's state. */
export async function takeHome(home: string): Promise<void> {
  const running = await readRunning(home);
  if (running && running.pid !== process.pid) {
    throw new Failure(
      `Contactsheet runs already in ${home} (process ${running.pid}); CONTACTSHEET_HOME names another folder.`,
    );
  }
  await mkdir(home, { recursive: true });
  await writeRunning(home, { pid: process.pid });
}

/** Tells the other terminals where things are. */
export async function writeRunning(home: string, running: Running): Promise<void> {
  await writeFile(runningFile(home), `${JSON.stringify(running, null, 2)}\n`);
}

/** Gives the home back. */
export async function leaveHome(home: string): Promise<void> {
  await rm(runningFile(home), { force: true });
}

/** Finds the service that runs, or says how to start it. */
export async function mustRun(settings: Settings): Promise<Required<Running>> {
  const { pid, url, awsEndpoint, stackName, outputs } = (await readRunning(settings.home)) ?? {};
  if (pid && url && awsEndpoint && stackName && outputs) return { pid, url, awsEndpoint, stackName, outputs };
  throw new Failure(
    pid
      ? 'Contactsheet is still starting; try again in a moment.'
      : `Nothing runs in ${settings.home}. Start it in another terminal: npm start`,
  );
}

function runningFile(home: string): string {
  return join(home, 'running.json');
}
