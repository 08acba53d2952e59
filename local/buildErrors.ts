import { type BuildFailure, formatMessagesSync } from 'esbuild';
import { Failure } from './failure.ts';

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

/**
 * What to do with what a build throws.
 * @throws Failure with esbuild's complaints; anything else as it is
 */
export function asFailure(error: unknown): never {
  throw isBuildFailure(error) ? new Failure(`The build failed.\n${buildErrors(error)}`) : error;
}
