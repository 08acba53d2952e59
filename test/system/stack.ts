import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientsOf } from '../../local/clients.ts';
import { root } from '../../local/settings.ts';
import { type Local, startLocal } from '../../local/start.ts';
import { emptyHome } from './home.ts';
import { leftBehind } from './left.ts';
import { logLines, telling } from './logs.ts';
import { PLACE, type Place } from './place.ts';
import { testPorts } from './ports.ts';

const settings = {
  ...testPorts(),
  home: join(root, '.local-test'),
  stackName: 'contactsheet-test',
};

/**
 * Short, so that no test waits long for its mail. A digest's longest time is long, so that pictures that are sent
 * together share a mail however slow the machine is.
 */
const parameters = {
  DigestQuietSeconds: '2',
  DigestMaxSeconds: '120',
  DigestGatherSeconds: '3',
  RenderConcurrency: '2',
};

let local: Local | undefined;
let crash: string | undefined;

/** Starts a stack of the tests' own, with nothing in it, and tells the workers where it is. */
export async function startStack(): Promise<void> {
  // Somebody else's stack, as a developer keeps one up between runs: used as it is, and left alone.
  if (process.env[PLACE]) return;
  const started = performance.now();
  await emptyHome(settings);
  let up = false;
  const log = (line: string) => {
    appendFileSync(join(settings.home, 'start.log'), `${line}\n`);
    if (!up) process.stderr.write(`${line}\n`);
  };
  process.stderr.write(`\nThe tests’ own stack starts in ${settings.home}\n`);
  local = await startLocal({ ...settings, parameters, log });
  up = true;
  local.crashed.then((reason) => {
    crash = reason;
    process.stderr.write(`\n${reason}\n`);
  });
  const { url, awsEndpoint: endpoint, outputs } = local;
  const { home, stackName } = settings;
  process.env[PLACE] = JSON.stringify({ url, endpoint, home, stackName, outputs } satisfies Place);
  process.stderr.write(`The tests’ own stack is up after ${seconds(started)} s: ${url}\n\n`);
}

/** Stops it, and fails where it had crashed, logged what no log may hold, or leaves anything running. */
export async function stopStack(): Promise<void> {
  if (!local) return;
  const clients = clientsOf(local.awsEndpoint);
  const told = crash ? [] : telling(await logLines(clients.logs));
  clients.close();
  await local.stop();
  local = undefined;
  if (told.length > 0) throw new Error(`The functions logged what nobody may read:\n${told.join('\n')}`);
  if (crash) throw new Error(`The local AWS crashed while the tests ran: ${crash}`);
  const left = await leftBehind(settings.home, [settings.port, settings.awsPort]);
  if (left.length > 0) throw new Error(`The tests’ stack left something behind:\n${left.join('\n')}`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
