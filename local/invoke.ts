import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from './bundle.ts';
import { type Context, contextOf } from './context.ts';
import { Failure } from './failure.ts';
import { REGION, testKeys } from './settings.ts';

type Handler = (event: unknown, context: Context) => unknown;

/** A function's code, and the variables it is to see. */
export interface Invocation {
  /** The folder's name in src/functions. */
  name: string;
  functionName: string;
  /** The module that holds the handler. */
  file: string;
  variables: Readonly<Record<string, string>>;
}

/** Runs a function's handler in this process, as Lambda would. @returns its answer */
export async function invokeHere(invocation: Invocation, event: unknown): Promise<unknown> {
  enter(invocation);
  const module: unknown = await import(pathToFileURL(invocation.file).href);
  const handler = handlerOf(module);
  if (!handler) throw new Failure(`${invocation.file} exports no handler.`);
  // What it logs goes the other way, so that standard output holds the answer alone.
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await handler(event, contextOf(invocation.functionName, REGION));
  } finally {
    process.stdout.write = write;
  }
}

/** Bundles one function for a debugger: readable, and with its source map inside. @returns the bundle's path */
export async function debugBundle(root: string, name: string): Promise<string> {
  // As deep as the bundles that are deployed, since a map names the sources from where it lies.
  const outdir = join(root, 'build', 'debug');
  const options = bundleOptions(root, [name]);
  await build({ ...options, outdir, write: true, minify: false, sourcemap: 'inline', metafile: false });
  return join(outdir, name, 'index.mjs');
}

// A person's own AWS variables would lead to a real account.
function enter({ functionName, variables }: Invocation): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  const own = { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_DISABLE_HOST_PREFIX_INJECTION: 'true' };
  Object.assign(process.env, variables, testKeys, own);
}

function handlerOf(module: unknown): Handler | undefined {
  if (typeof module !== 'object' || module === null || !('handler' in module)) return undefined;
  return typeof module.handler === 'function' ? (module.handler as Handler) : undefined;
}
