import { setTimeout as sleep } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import { buildErrors, isBuildFailure } from './build.ts';
import { type Bundle, functionNames, openBundler } from './bundle.ts';
import { messageOf } from './failure.ts';
import { type Log, seconds } from './progress.ts';

/** What is done with the bundles of a build; answers what came of it, or nothing where nothing did. */
export type PutInPlace = (bundles: readonly Bundle[]) => Promise<string | undefined>;

/** Besides src and the stack's own files, what is read into bundles. */
const watched = [
  'src',
  'statemachines',
  'template.yaml',
  'openapi.yaml',
  'renditions.json',
  'review-policy.json',
];
/** Editors write a file in several goes, and several files at once. */
const SETTLE_MS = 40;

/** Builds at each change and puts what came of it in place; what goes wrong is told, and watching goes on. */
export async function watch(root: string, put: PutInPlace, log: Log): Promise<{ close(): Promise<void> }> {
  const builder = await openBuilder(root);
  let waiting = false;
  let work = Promise.resolve();
  const act = async () => {
    await sleep(SETTLE_MS);
    waiting = false;
    await rebuild(builder.build, put, log);
  };
  const watcher = watchFiles(watched, { cwd: root, ignoreInitial: true });
  watcher.on('all', (event) => {
    if (waiting || event === 'addDir') return;
    waiting = true;
    work = work.then(act);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    close: async () => {
      await watcher.close();
      await work;
      await builder.close();
    },
  };
}

// A function that came or went needs another esbuild context.
async function openBuilder(root: string) {
  let names = await functionNames(root);
  let bundler = await openBundler(root);
  return {
    build: async () => {
      const now = await functionNames(root);
      if (now.join() !== names.join()) {
        await bundler.close();
        [names, bundler] = [now, await openBundler(root)];
      }
      return bundler.build();
    },
    close: () => bundler.close(),
  };
}

async function rebuild(build: () => Promise<Bundle[]>, put: PutInPlace, log: Log): Promise<void> {
  const started = performance.now();
  try {
    const what = await put(await build());
    if (what) log(`  ${seconds(performance.now() - started).padStart(6)} s  ${what}`);
  } catch (error) {
    log(isBuildFailure(error) ? buildErrors(error) : `  ${messageOf(error)}`);
  }
}
