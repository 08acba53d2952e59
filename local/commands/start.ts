import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clientsOf } from '../clients.ts';
import { writeEnvFile } from '../envFile.ts';
import { messageOf } from '../failure.ts';
import { seconds } from '../progress.ts';
import { readSettings, root, type Settings } from '../settings.ts';
import { type Local, startLocal } from '../start.ts';

export const help = `Usage: npm start

Runs all of Contactsheet on this machine: a local AWS (MiniStack), the stack of template.yaml in it, and
http://localhost:3000 in front of the API. Watches src/, and shows each mail as it is sent. Ctrl-C ends it all.

  PORT                3000     the address in front
  AWS_PORT            4566     the local AWS
  CONTACTSHEET_HOME   .local   where all state is kept
  SES_SANDBOX                  1: SES refuses addresses that are not verified`;

/** One Ctrl-C arrives twice, from the terminal and from npm. */
const SAME_MS = 1000;

/** Starts all and stays until it is told to end. */
export async function run(args: string[]): Promise<void> {
  parseArgs({ args, options: {} });
  const settings = readSettings();
  const aborting = new AbortController();
  let local: Local | undefined;
  onInterrupts(
    () => aborting.abort(new DOMException('interrupted', 'AbortError')),
    () => {
      local?.kill();
      console.error('contactsheet: ended at once; the last seconds before may be lost.');
      process.exit(130);
    },
  );
  const started = performance.now();
  console.log(`Contactsheet starts; its state is in ${settings.home}`);
  try {
    local = await startLocal({ ...settings, watch: true, log: console.log, signal: aborting.signal });
    await announce(local, settings, started);
    await untilEnd(local, aborting.signal);
  } catch (error) {
    if (!aborting.signal.aborted) throw error;
    console.log('\nInterrupted while starting.');
    process.exitCode = 130;
  }
}

async function announce(local: Local, settings: Settings, started: number): Promise<void> {
  const clients = clientsOf(local.awsEndpoint);
  await writeEnvFile(root, clients, settings.stackName, local.awsEndpoint);
  clients.close();
  const users = Object.entries(local.users).map(
    ([role, user]) => `  ${role.padEnd(11)}  ${user.email.padEnd(32)}  ${user.password}`,
  );
  console.log(
    [
      '',
      `Up after ${seconds(performance.now() - started)} s: ${local.url}`,
      '',
      ...users,
      '',
      `The console is at ${local.url}: sign in as one of these (they are kept in ${join(settings.home, 'users.json')}).`,
      '',
      'In another terminal:',
      '  npm run demo -- FILE…                    sends pictures and waits for the mail',
      '  npm run --silent token -- contributor    prints an ID token, for the header Authorization',
      '  npm run mail                             shows the mails',
      '',
      'Mails appear here as they are sent. Ctrl-C ends all and keeps the state.',
      '',
    ].join('\n'),
  );
}

async function untilEnd(local: Local, signal: AbortSignal): Promise<void> {
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const crash = await Promise.race([interrupted, local.crashed]);
  if (crash) console.error(`contactsheet: ${crash}`);
  else console.log('\nEnding; Ctrl-C again ends at once, without the last save.');
  const started = performance.now();
  await local.stop().catch((error: unknown) => console.error(`contactsheet: ${messageOf(error)}`));
  console.log(`Ended in ${seconds(performance.now() - started)} s.`);
  process.exitCode = crash ? 1 : 0;
}

function onInterrupts(first: () => void, second: () => void): void {
  let since: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (since === undefined) {
        since = performance.now();
        first();
      } else if (performance.now() - since > SAME_MS) second();
    });
  }
}
