import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../failure.ts';
import { endLast } from '../ministack.ts';
import { readRunning } from '../running.ts';
import { readSettings, venvFolder } from '../settings.ts';
import { STATE_VERSION_FILE } from '../stateVersion.ts';

export const help = `Usage: npm run reset

Forgets all pictures, mails and users of the local service. The Python environment stays.`;

/** What a home holds; anything else in the folder is not ours. */
const ours = [
  'state',
  STATE_VERSION_FILE,
  'mail',
  'tmp',
  'users.json',
  'deployed.json',
  'running.json',
  'deploy.log',
  'ministack.pid',
  'ministack.log',
  'ministack.previous.log',
];

/** Empties the home. */
export async function run(args: string[]): Promise<void> {
  parseArgs({ args, options: {} });
  const settings = readSettings();
  const running = await readRunning(settings.home);
  if (running) {
    throw new Failure(`Contactsheet runs (process ${running.pid}); end it with Ctrl-C first, then reset.`);
  }
  await endLast(settings);
  await Promise.all(ours.map((name) => rm(join(settings.home, name), { recursive: true, force: true })));
  const left = (await readdir(settings.home).catch(() => [])).map((name) => join(settings.home, name));
  console.log(
    `Forgotten: ${settings.home}${left.includes(venvFolder()) ? ' (the Python environment stays)' : ''}`,
  );
}
