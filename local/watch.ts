import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import { buildErrors, isBuildFailure } from './buildErrors.ts';
import { type Bundle, bundle, functionNames } from './bundle.ts';
import { withoutRoom } from './disk.ts';
import { Failure, messageOf } from './failure.ts';
import { type Log, seconds } from './progress.ts';

/** What is done with all bundles after a build; answers what came of it, or nothing where nothing did. */
export type PutInPlace = (bundles: readonly Bundle[]) => Promise<string | undefined>;

/** Besides src and the stack's own files, what is read into bundles. */
const watched = [
  'src',
  'statemachines',
  'template.yaml',
  'openapi.yaml',
  'renditions.json',
  'review-policy.json',
  'schemas',
];
/** Editors write a file in several goes, and several files at once. */
const SETTLE_MS = 40;
/** Also where a deploy failed, since that is rolled back. */
const STAYS = '  nothing was put in place: the version before stays in service until this is mended';

/** Which functions have to be built again: what is made of a changed file, what is new, what failed the last time. */
export function affected(
  bundles: readonly Pick<Bundle, 'name' | 'inputs'>[],
  changed: ReadonlySet<string>,
  names: readonly string[],
  failed: ReadonlySet<string>,
): string[] {
  const known = new Map(bundles.map((one) => [one.name, one.inputs]));
  return names.filter(
    (name) => failed.has(name) || (known.get(name)?.some((input) => changed.has(input)) ?? true),
  );
}

/** Builds at each change what it touches and puts that in place; what goes wrong is told, and watching goes on. */
export async function watch(
  root: string,
  built: readonly Bundle[],
  put: PutInPlace,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const rebuild = openRebuild(root, built, put, log);
  const changed = new Set<string>();
  let work = Promise.resolve();
  const act = async () => {
    await sleep(SETTLE_MS);
    const files = new Set(changed);
    changed.clear();
    if (files.size > 0) await rebuild(files);
  };
  const watcher = watchFiles(watched, { cwd: root, ignoreInitial: true });
  watcher.on('all', (_event, path) => {
    if (changed.size === 0) work = work.then(act);
    changed.add(path.split(sep).join('/'));
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    close: async () => {
      await watcher.close();
      await work;
    },
  };
}

function openRebuild(root: string, built: readonly Bundle[], put: PutInPlace, log: Log) {
  const bundles = new Map(built.map((one) => [one.name, one]));
  const failed = new Set<string>();
  return async (files: ReadonlySet<string>): Promise<void> => {
    const started = performance.now();
    try {
      const names = await functionNames(root);
      const again = affected([...bundles.values()], files, names, failed);
      for (const name of again) failed.add(name);
      if (again.length > 0) for (const one of await bundle(root, again)) bundles.set(one.name, one);
      for (const name of bundles.keys()) if (!names.includes(name)) bundles.delete(name);
      failed.clear();
      const what = await put([...bundles.values()].sort((a, b) => a.name.localeCompare(b.name)));
      if (what) log(`  ${seconds(performance.now() - started).padStart(6)} s  ${what}`);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return;
      log(isBuildFailure(error) ? buildErrors(error) : `  ${messageOf(withoutRoom(error))}`);
      if (isBuildFailure(error) || error instanceof Failure) log(STAYS);
    }
  };
}
