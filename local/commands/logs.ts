import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Clients, clientsOf } from '../clients.ts';
import { Failure } from '../failure.ts';
import { type LogLine, logGroups, readLines } from '../logLines.ts';
import { asJson, entryOf, folding, isAtLeast, levels, readable } from '../logText.ts';
import { mustRun } from '../running.ts';
import { readSettings, type Settings } from '../settings.ts';
import { folderOf, functionsOf } from '../stack.ts';
import { openWorkerFaults } from '../workerFaults.ts';

export const help = `Usage: npm run logs [-- FUNCTION] [--since MINUTES] [--level LEVEL] [--follow] [--json]

Shows what the functions logged, oldest first, and which of them do not load. A function's lines appear when it ends.
What only repeats (a page that asks again, a sweep that finds nothing) is shown once and counted.

  FUNCTION          one function, such as create-image; without it, all
  --since MINUTES   how far back, 10 unless told
  --level LEVEL     debug, info, warn or error: these lines and those that matter more
  --follow, -f      goes on until Ctrl-C
  --json            every line as it was logged, with all its fields, for "jq" and the like`;

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
      json: { type: 'boolean', default: false },
      level: { type: 'string', default: 'debug' },
      since: { type: 'string', default: '10' },
    },
  });
  const level = levels.find((one) => one === values.level);
  if (!level) throw new Failure(`--level takes ${levels.join(', ')}, and got "${values.level}".`);
  const minutes = Number(values.since);
  if (!(minutes > 0)) throw new Failure(`--since takes minutes, and got "${values.since}".`);
  const settings = readSettings();
  const { awsEndpoint, stackName } = await mustRun(settings);
  const clients = clientsOf(awsEndpoint);
  const { names, read } = await openLogs(clients, { home: settings.home, stackName }, positionals[0]);
  const width = Math.max(...names.map((name) => name.length));
  const folded = folding((entry) => readable(entry, width, new Date()));
  const seen = new Set<string>();
  let since = Date.now() - minutes * 60_000;
  do {
    const asked = Date.now();
    for (const line of await read(since)) {
      const entry = entryOf(line);
      if (seen.has(line.id) || !isAtLeast(entry, level)) continue;
      seen.add(line.id);
      for (const text of values.json ? [asJson(line)] : folded.next(entry)) console.log(text);
    }
    // A little of what was read before is read again, as lines come late.
    since = asked - 60_000;
    if (values.follow) await sleep(FOLLOW_MS);
  } while (values.follow);
  for (const text of folded.rest()) console.log(text);
  clients.close();
}

async function openLogs(
  clients: Clients,
  { home, stackName }: Pick<Settings, 'home' | 'stackName'>,
  name: string | undefined,
): Promise<{ names: string[]; read(since: number): Promise<LogLine[]> }> {
  const known = [...(await functionsOf(clients.stacks, stackName)).values()];
  const short = (functionName: string) => folderOf(functionName, stackName);
  const names = known.map(short).sort();
  if (name && !names.includes(name)) {
    throw new Failure(`There is no function ${name}: ${names.join(', ')}.`);
  }
  const groups = [...(await logGroups(clients.functions, known))];
  const faults = openWorkerFaults(home);
  const read = async (since: number) => {
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
  return { names, read };
}
