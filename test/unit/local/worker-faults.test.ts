import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { followWorkerFaults, openWorkerFaults, workerFaults } from '../../../local/workerFaults.ts';

const line = (second: string, rest: string) => `2026-11-21 14:39:${second} ${rest}\n`;
const fault = (why: string) =>
  line('43', `ERROR [lambda] Warm worker execution error for stack-get-health: Worker init failed: ${why}`);
const other = line('44', 'INFO [lambda] Lambda stack-get-health output:');

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'contactsheet-faults-'));
});

afterEach(() => rm(home, { recursive: true, force: true }));

test('of MiniStack’s log are read which function could not be run, when and why', () => {
  expect(workerFaults(`${other}{"level":"ERROR"}\n${fault('no such module')}${other}`)).toEqual([
    {
      at: Date.UTC(2026, 10, 21, 14, 39, 43),
      id: expect.any(String),
      source: 'stack-get-health',
      text: 'could not be run: no such module',
    },
  ]);
});

test('a reason of several lines is one line, and ends where the next entry begins', () => {
  const [one, ...others] = workerFaults(`${fault('[\n  {\n    "path": ["NAME"]\n  }\n]')}${other}more\n`);
  expect(one?.text).toBe('could not be run: [ { "path": ["NAME"] } ]');
  expect(others).toEqual([]);
});

test('each reading tells what came since the one before, once it is written whole', async () => {
  const next = openWorkerFaults(home);
  const log = join(home, 'ministack.log');
  expect(await next()).toEqual([]);
  await writeFile(log, fault('one') + fault('two').slice(0, -5));
  const first = await next();
  await appendFile(log, fault('two').slice(-5) + fault('two'));
  const second = await next();
  expect([first, second].map((lines) => lines.map(({ text }) => text))).toEqual([
    ['could not be run: one'],
    ['could not be run: two', 'could not be run: two'],
  ]);
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(3);
  expect(await next()).toEqual([]);
});

test('whoever follows is told of the function by its folder, and how to see more', async () => {
  const told: string[] = [];
  const following = followWorkerFaults(
    home,
    (name) => name.replace('stack-', ''),
    (text) => told.push(text),
  );
  await writeFile(join(home, 'ministack.log'), fault('why'));
  await following.end();
  expect(told).toEqual([
    '  get-health could not be run: why\n      npm run invoke -- get-health shows where',
  ]);
});

test('what may be the cause of them all is told first', async () => {
  const told: string[] = [];
  const first = async () => void told.push('The disk is full');
  const following = followWorkerFaults(
    home,
    (name) => name,
    (text) => told.push(text),
    first,
  );
  await writeFile(join(home, 'ministack.log'), fault('Failed to resolve layer'));
  await following.end();
  expect(told.map((text) => text.split('\n')[0])).toEqual([
    'The disk is full',
    expect.stringContaining('Failed to resolve layer'),
  ]);
});
