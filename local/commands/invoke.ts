import { readFile } from 'node:fs/promises';
import { url as inspectorUrl, open, waitForDebugger } from 'node:inspector';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { functionNames } from '../bundle.ts';
import { clientsOf } from '../clients.ts';
import { variablesOf } from '../envFile.ts';
import { Failure, messageOf } from '../failure.ts';
import { invokeHere, readableBundle } from '../invoke.ts';
import { mustRun } from '../running.ts';
import { readSettings, root } from '../settings.ts';

export const help = `Usage: npm run invoke -- FUNCTION [EVENT.json] [--inspect]

Runs a function of src/functions in this process, bundled as it is now, with the variables it has in the local AWS,
and prints its answer. It needs neither Docker nor SAM. "npm start" runs in another terminal.

  FUNCTION     such as create-image
  EVENT.json   events/FUNCTION.json unless told; - reads standard input
  --inspect    waits for a debugger and stops in it before the handler runs, so that you can set breakpoints in src/`;

/** Where debuggers look by themselves. */
const INSPECTOR_PORT = 9229;
const HOST = '127.0.0.1';

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
  const running = await mustRun(readSettings());
  const event = await readEvent(eventPath ?? join(root, 'events', `${name}.json`));
  const functionName = `${running.stackName}-${name}`;
  const variables = await deployedVariables(running, functionName);
  const file = await readableBundle(root, name);
  process.setSourceMapsEnabled(true);
  if (values.inspect) attach();
  try {
    const answer = await invokeHere({ functionName, file, variables, pause: values.inspect }, event);
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

async function deployedVariables(
  { awsEndpoint }: { awsEndpoint: string },
  functionName: string,
): Promise<Record<string, string>> {
  const clients = clientsOf(awsEndpoint);
  try {
    return await variablesOf(clients.functions, functionName, awsEndpoint);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
    throw new Failure(`${functionName} is not deployed; is it in template.yaml?`);
  } finally {
    clients.close();
  }
}

function attach(): void {
  open(INSPECTOR_PORT, HOST);
  // Another debugger has it.
  if (!inspectorUrl()) open(0, HOST);
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
