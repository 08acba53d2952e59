import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Clients, clientsOf } from '../clients.ts';
import { Failure } from '../failure.ts';
import { type LogLine, logGroups, readLines } from '../logLines.ts';
import { mustRun } from '../running.ts';
import { readSettings, type Settings } from '../settings.ts';
import { folderOf, functionsOf } from '../stack.ts';
import { openWorkerFaults } from '../workerFaults.ts';

export const help = `Usage: npm run logs [-- FUNCTION] [--since MINUTES] [--follow]

Shows what the functions logged, oldest first, and which of them do not load. A function's lines appear when it ends.

  FUNCTION          one function, such as create-image; without it, all
  --since MINUTES   how far back, 10 unless told
  --follow, -f      goes on until Ctrl-C`;

/** Lines that say only that an invocation began and ended. */
const frame = /^(START|END|REPORT) RequestId:/;
const FOLLOW_MS = 1000;

/** Prints the functions' logs. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      follow: { type: 'boolean', short: 'f', default: false },
      since: { type: 'string', default: '10' },
    },
  });
  const minutes = Number(values.since);
  if (!(minutes > 0)) throw new Failure(`--since takes minutes, and got "${values.since}".`);
  const settings = readSettings();
  const { awsEndpoint, stackName } = await mustRun(settings);
  const clients = clientsOf(awsEndpoint);
  const read = await openLogs(clients, { home: settings.home, stackName }, positionals[0]);
  const seen = new Set<string>();
  let since = Date.now() - minutes * 60_000;
  do {
    const asked = Date.now();
    for (const line of await read(since)) {
      if (!seen.has(line.id)) console.log(`${new Date(line.at).toISOString()} ${line.source}  ${line.text}`);
      seen.add(line.id);
    }
    // A little of what was read before is read again, as lines come late.
    since = asked - 60_000;
    if (values.follow) await sleep(FOLLOW_MS);
  } while (values.follow);
  clients.close();
}

async function openLogs(
  clients: Clients,
  { home, stackName }: Pick<Settings, 'home' | 'stackName'>,
  name: string | undefined,
): Promise<(since: number) => Promise<LogLine[]>> {
  const known = [...(await functionsOf(clients.stacks, stackName)).values()];
  const short = (functionName: string) => folderOf(functionName, stackName);
  if (name && !known.map(short).includes(name)) {
    throw new Failure(`There is no function ${name}: ${known.map(short).sort().join(', ')}.`);
  }
  const groups = [...(await logGroups(clients.functions, known))];
  const faults = openWorkerFaults(home);
  return async (since) => {
    const lines = await Promise.all([
      faults().then((found) => found.filter(({ at }) => at >= since)),
      ...groups.map(([group, owner]) => readLines(clients.logs, group, since, owner)),
    ]);
    return lines
      .flat()
      .map((line) => ({ ...line, source: short(line.source) }))
      .filter((line) => !frame.test(line.text) && (!name || line.source === name))
      .sort((a, b) => a.at - b.at);
  };
}
