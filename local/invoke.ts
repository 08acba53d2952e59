import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { asFailure } from './buildErrors.ts';
import { bundleOptions } from './bundle.ts';
import { type Context, contextOf } from './context.ts';
import { Failure } from './failure.ts';
import { REGION, testKeys } from './settings.ts';
import { mustHaveNoFaults } from './specs/lint.ts';

type Handler = (event: unknown, context: Context) => unknown;

/** A function's code, and the variables it is to see. */
export interface Invocation {
  functionName: string;
  /** The module that holds the handler. */
  file: string;
  variables: Readonly<Record<string, string>>;
  /** Whether an attached debugger is stopped before the handler runs. */
  pause: boolean;
}

/** Runs a function's handler in this process, as Lambda would. @returns its answer */
export async function invokeHere(invocation: Invocation, event: unknown): Promise<unknown> {
  enter(invocation);
  const module: unknown = await import(pathToFileURL(invocation.file).href);
  const handler = handlerOf(module);
  if (!handler) throw new Failure(`${invocation.file} exports no handler.`);
  const context = contextOf(invocation.functionName, REGION);
  // What it logs goes the other way, so that standard output holds the answer alone.
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    // Here the sources are known to the debugger, so that breakpoints can be set in them.
    // biome-ignore lint/suspicious/noDebugger: it is what --inspect asks for
    if (invocation.pause) debugger;
    return await handler(event, context);
  } finally {
    process.stdout.write = write;
  }
}

/**
 * Bundles one function as its sources are now: readable, and with its source map inside.
 * @returns the bundle's path
 * @throws Failure by file and line where the sources or a spec are wrong
 */
export async function readableBundle(root: string, name: string): Promise<string> {
  await mustHaveNoFaults(root);
  // As deep as the bundles that are deployed, since a map names the sources from where it lies.
  const outdir = join(root, 'build', 'debug');
  const options = bundleOptions(root, [name]);
  const readable = { outdir, write: true, minify: false, sourcemap: 'inline', metafile: false } as const;
  await build({ ...options, ...readable }).catch(asFailure);
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
