#!/usr/bin/env node
// Plain JavaScript, so that an older Node can read it and look for Node 24, which runs the TypeScript beside it as it is.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: 'run everything on this machine',
  build: 'bundle the functions and install the sharp layer',
  demo: 'send pictures and wait for the reviewers’ mail',
  mail: 'show the mails that were sent',
  token: 'print an ID token of one of the local users',
  invoke: 'run one function on an event, here',
  logs: 'show what the functions logged',
  reset: 'forget the local state',
  samlocal: 'run samlocal against the local AWS',
  validate: 'lint the template',
  'lint:specs': 'lint review-policy.json and renditions.json, or other such files',
  'build:schemas': 'write the JSON Schemas of those files anew',
};

function usage() {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, does]) => `  ${name.padEnd(width)}  ${does}`);
  return `Usage: npm run COMMAND -- ARGUMENTS\n\n${lines.join('\n')}\n\nnpm run COMMAND -- --help tells more.`;
}

function isNewEnough(node) {
  if (!existsSync(node)) return false;
  const answer = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return answer.status === 0 && Number.parseInt(answer.stdout, 10) >= NEEDED;
}

function findNode() {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = [join(root, 'node_modules', 'node', 'bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, executable)).find(isNewEnough);
}

// Signals reach the child by the terminal's process group as well; it decides when to end, and this process follows.
function runWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

async function main([command, ...args]) {
  if (command === undefined || command === '--help' || command === '-h') return console.log(usage());
  if (!Object.hasOwn(commands, command)) {
    console.error(`There is no command "${command}".\n\n${usage()}`);
    process.exitCode = 1;
    return;
  }
  const { help, run } = await import(`./commands/${command.replace(':', '-')}.ts`);
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (command !== 'samlocal' && own.some((one) => one === '--help' || one === '-h')) return console.log(help);
  await run(args).catch(async (error) => {
    const { withoutRoom } = await import('./disk.ts');
    throw withoutRoom(error);
  });
}

// A fault the user can mend is one line; anything else is ours, and shows where.
function report(error) {
  const plain = error?.name === 'Failure' || error?.code?.startsWith?.('ERR_PARSE_ARGS');
  console.error(plain ? `contactsheet: ${error.message}` : error);
  process.exitCode = 1;
}

// `npm run mail | head` closes the pipe; that is no fault.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  main(process.argv.slice(2)).catch(report);
} else {
  const node = findNode();
  if (node) runWith(node);
  else {
    console.error(
      `contactsheet: Node ${NEEDED} is needed, and this is ${process.version}. Run "npm ci" (it brings the package node@${NEEDED}; where npm blocked its install script: "npm approve-scripts node && npm rebuild node"), or install Node ${NEEDED}.`,
    );
    process.exitCode = 1;
  }
}
