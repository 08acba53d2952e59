import { readFile } from 'node:fs/promises';
import { url as inspectorUrl, open, waitForDebugger } from 'node:inspector';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { functionNames } from '../bundle.ts';
import { readEnvFile } from '../envFile.ts';
import { Failure, messageOf } from '../failure.ts';
import { debugBundle, invokeHere } from '../invoke.ts';
import { readRunning } from '../running.ts';
import { awsEndpoint, readSettings, root, STACK } from '../settings.ts';

export const help = `Usage: npm run invoke -- FUNCTION [EVENT.json] [--inspect]

Runs a function of build/functions in this process, with the variables it has in the local AWS, and prints its
answer. It needs neither Docker nor SAM. "npm start" or "npm run build" comes first.

  FUNCTION     such as create-image
  EVENT.json   events/FUNCTION.json unless told; - reads standard input
  --inspect    waits for a debugger, and stops where you set a breakpoint in src/`;

/** Runs one function on one event. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { inspect: { type: 'boolean', default: false } },
  });
  const [name, eventPath] = positionals;
  const names = await functionNames(root);
  if (!name || !names.includes(name)) throw new Failure(`Name a function: ${names.join(', ')}.`);
  const event = await readEvent(eventPath ?? join(root, 'events', `${name}.json`));
  const variables = await readEnvFile(root, name);
  if (!variables) {
    throw new Failure(
      `build/env.json says nothing of ${name}: run "npm start", or "npm run build" in another terminal while it runs.`,
    );
  }
  await mustBeOfThisHome(variables);
  const file = values.inspect
    ? await debugBundle(root, name)
    : join(root, 'build', 'functions', name, 'index.mjs');
  if (values.inspect) await attach();
  try {
    const answer = await invokeHere({ name, functionName: `${STACK}-${name}`, file, variables }, event);
    console.log(JSON.stringify(answer ?? null, null, 2));
  } catch (error) {
    if (error instanceof Failure) throw error;
    // What Lambda answers where a handler throws.
    const { name: errorType, stack } = error instanceof Error ? error : { name: 'Error', stack: undefined };
    console.log(JSON.stringify({ errorType, errorMessage: messageOf(error) }, null, 2));
    if (stack) console.error(stack);
    process.exitCode = 1;
  }
  // Open connections of SDK clients would hold the process.
  process.exit();
}

// One file serves all homes of a checkout, and the last start wrote it: another home's pictures are not to be changed.
async function mustBeOfThisHome(variables: Record<string, string>): Promise<void> {
  const settings = readSettings();
  const expected = (await readRunning(settings.home))?.awsEndpoint ?? awsEndpoint(settings);
  const written = variables['AWS_ENDPOINT_URL'];
  if (written === expected) return;
  throw new Failure(
    `build/env.json is of the local AWS at ${written}, not at ${expected}. "npm run build" with this home's settings writes it anew.`,
  );
}

async function attach(): Promise<void> {
  open(9229, '127.0.0.1');
  console.error(`Waiting for a debugger at ${inspectorUrl()} (chrome://inspect, or "Attach" in an editor)`);
  waitForDebugger();
}

async function readEvent(path: string): Promise<unknown> {
  const source = path === '-' ? 0 : resolve(path);
  const text = await readFile(source === 0 ? '/dev/stdin' : source, 'utf8').catch(() => {
    throw new Failure(`There is no event ${path}.`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${path} is not JSON: ${messageOf(error)}`);
  }
}
