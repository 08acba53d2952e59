import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientsOf } from '../clients.ts';
import { Failure } from '../failure.ts';
import { mustRun } from '../running.ts';
import { readSettings } from '../settings.ts';

export const help = `Usage: npm run logs [-- FUNCTION] [--since MINUTES] [--follow]

Shows what the functions logged, oldest first.

  FUNCTION          one function, such as create-image; without it, all
  --since MINUTES   how far back, 10 unless told
  --follow, -f      goes on until Ctrl-C`;

interface Line {
  at: number;
  id: string;
  text: string;
}

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
  const { awsEndpoint, stackName } = await mustRun(readSettings());
  const clients = clientsOf(awsEndpoint);
  const prefix = `/aws/lambda/${stackName}-`;
  const [name] = positionals;
  let since = Date.now() - minutes * 60_000;
  const seen = new Set<string>();
  do {
    const groups = name ? [`${prefix}${name}`] : await groupsOf(clients.logs, prefix);
    const lines = (await Promise.all(groups.map((group) => linesOf(clients.logs, group, since)))).flat();
    const fresh = lines.filter((line) => !seen.has(line.id)).sort((a, b) => a.at - b.at);
    for (const line of fresh) console.log(line.text);
    for (const line of fresh) seen.add(line.id);
    // A function's lines are written when it ends, with the moments at which it wrote them.
    since = Math.max(since, Date.now() - 5 * 60_000);
    if (values.follow) await sleep(1000);
  } while (values.follow);
  clients.close();
}

async function groupsOf(logs: CloudWatchLogsClient, logGroupNamePrefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix })) {
    found.push(...(page.logGroups ?? []).flatMap((group) => group.logGroupName ?? []));
  }
  return found;
}

async function linesOf(logs: CloudWatchLogsClient, logGroupName: string, startTime: number): Promise<Line[]> {
  const name = logGroupName.split('/').at(-1) ?? '';
  const events: FilteredLogEvent[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName, startTime })) {
      events.push(...(page.events ?? []));
    }
  } catch (error) {
    // A function that never ran has no group.
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
  return events.map((event, index) => lineOf(name, event, index));
}

function lineOf(name: string, event: FilteredLogEvent, index: number): Line {
  const at = event.timestamp ?? 0;
  const text = `${new Date(at).toISOString()} ${name}  ${(event.message ?? '').trimEnd()}`;
  return { at, id: event.eventId ?? `${event.logStreamName}/${index}`, text };
}
