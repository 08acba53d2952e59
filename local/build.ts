import { type BuildFailure, formatMessagesSync } from 'esbuild';
import { type Bundle, bundle } from './bundle.ts';
import { Failure } from './failure.ts';
import { installLayer } from './layer.ts';

/** What a build made. */
export interface Built {
  bundles: Bundle[];
  layerInstalled: boolean;
}

/** Bundles every function and installs the sharp layer. */
export async function build(root: string): Promise<Built> {
  const bundles = await bundle(root).catch((error: unknown) => {
    throw isBuildFailure(error) ? new Failure(`The build failed.\n${buildErrors(error)}`) : error;
  });
  return { bundles, layerInstalled: await installLayer(root) };
}

/** esbuild explains at length. */
const MOST_LINES = 6;

/** The first few of esbuild's complaints, as text. */
export function buildErrors(failure: BuildFailure, most = 3): string {
  const shown = formatMessagesSync(failure.errors.slice(0, most), { kind: 'error', color: false });
  const more = failure.errors.length - shown.length;
  const short = shown.map((text) => text.trimEnd().split('\n').slice(0, MOST_LINES).join('\n'));
  return [...short, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** Whether esbuild found the sources wanting. */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** A table of the bundles' sizes, the largest first. */
export function sizeTable(bundles: readonly Bundle[]): string {
  const sorted = [...bundles].sort((a, b) => b.bytes - a.bytes);
  const width = Math.max(0, ...sorted.map((one) => one.name.length));
  return sorted
    .map((one) => `${one.name.padEnd(width)}  ${(one.bytes / 1000).toFixed(0).padStart(5)} KB`)
    .join('\n');
}
