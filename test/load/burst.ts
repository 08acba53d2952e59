import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seconds } from '../../local/progress.ts';
import { type Running, readRunning } from '../../local/running.ts';
import { readSettings, root } from '../../local/settings.ts';
import { startLocal } from '../../local/start.ts';
import { send } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { emptyHome } from '../system/home.ts';
import { mailsTo } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { photo, photoNames } from '../system/pictures.ts';
import { usePlace } from '../system/place.ts';
import { testPorts } from '../system/ports.ts';
import { mustRecord } from '../system/records.ts';
import { until } from '../system/until.ts';
import { watchProcesses } from './watching.ts';

const help = `Usage: npm run test:load [-- --pictures N]

Sends pictures at once, and tells how the service bore it. Uses what "npm start" runs (PORT, AWS_PORT and
CONTACTSHEET_HOME as there), else a stack of its own. Ends with 1 unless all reach their review and none fails.

  --pictures N   100 unless told; every seventh is one of 12 megapixels`;

const { values } = parseArgs({
  options: { pictures: { type: 'string', default: '100' }, help: { type: 'boolean', default: false } },
});
const count = Number(values.pictures);
const MINUTES = 15;

/** What runs already, or a stack that is started for this alone. */
async function open(): Promise<{ home: string; running: Running; close(): Promise<void> }> {
  const { home } = readSettings();
  const running = await readRunning(home);
  if (running?.outputs) return { home, running, close: async () => undefined };
  const own = { ...testPorts(20), home: join(root, '.local-load'), stackName: 'contactsheet-load' };
  await emptyHome(own);
  const local = await startLocal({ ...own, log: quietly });
  const { url, awsEndpoint, outputs } = local;
  const told = { pid: process.pid, url, awsEndpoint, stackName: own.stackName, outputs };
  return { home: own.home, running: told, close: () => local.stop() };
}

/** How long each step of the start took; not each mail with its hundreds of links. */
function quietly(line: string): void {
  if (/^ +[\d.]+ s /.test(line)) console.log(line);
}

async function burst(home: string): Promise<boolean> {
  const [sender, reviewer] = [await person('sender'), address('reviewer')];
  const watching = watchProcesses(home);
  const started = performance.now();
  const files = Array.from({ length: count }, (_, at) =>
    photo(photoNames[at % photoNames.length] ?? 'rocket.jpg'),
  );
  console.log(`Sending ${count} pictures at once …`);
  const all = await Promise.all(files.map((file) => send(sender, file, { reviewers: [reviewer] })));
  const ids = all.map(({ id }) => id);
  const sent = performance.now() - started;

  const counts = new Map<string, number>();
  const settled = await until(
    'every picture to be in review or to have failed',
    async () => {
      const statuses = (await Promise.all(ids.map(mustRecord))).map(({ status }) => status);
      counts.clear();
      for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
      return statuses.every((one) => one === 'in-review' || one === 'failed') ? true : undefined;
    },
    { seconds: MINUTES * 60 },
  ).catch(() => false);
  const rendered = performance.now() - started;
  const mailed = await until(
    'every picture to be mailed',
    async () => {
      const mails = await mailsTo(reviewer, home);
      const text = mails.map((mail) => mail.text).join();
      return ids.every((id) => text.includes(id)) ? mails.length : undefined;
    },
    { seconds: 180 },
  ).catch(() => undefined);
  const done = performance.now() - started;
  const attempts = await Promise.all(ids.map(async (id) => Object.keys(await executionsOf(id, 1, 4)).length));
  const { workers, megabytes } = watching.end();

  const failed = counts.get('failed') ?? 0;
  const inReview = counts.get('in-review') ?? 0;
  // Each has one execution and one clock.
  const restarts = attempts.reduce((sum, had) => sum + Math.max(0, had - 2), 0);
  const rows: [string, string | number][] = [
    ['pictures', count],
    ['sent and stored after', `${seconds(sent)} s`],
    ['all in review after', settled ? `${seconds(rendered)} s` : `not within ${MINUTES} minutes`],
    ['all mailed after', mailed === undefined ? 'not within 3 minutes more' : `${seconds(done)} s`],
    ['in review', inReview],
    ['failed', failed],
    ['mails to the one reviewer', mailed ?? (await mailsTo(reviewer, home)).length],
    ['executions started again', restarts],
    ['workers at most', workers],
    ['memory at most', `${megabytes} MB`],
  ];
  console.log(rows.map(([what, value]) => `  ${what.padEnd(28)}${String(value).padStart(12)}`).join('\n'));
  return inReview === count && failed === 0 && mailed !== undefined;
}

async function run(): Promise<void> {
  const { home, running, close } = await open();
  try {
    const { url = '', awsEndpoint: endpoint = '', stackName = '', outputs = {} } = running;
    usePlace({ url, endpoint, home, stackName, outputs });
    console.log(`Against ${url}, whose state is in ${home}`);
    if (!(await burst(home))) process.exitCode = 1;
  } finally {
    await close();
  }
}

if (values.help) console.log(help);
else await run();
