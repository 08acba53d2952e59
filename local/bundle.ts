import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import {
  type BuildOptions,
  type BuildResult,
  build,
  type Metafile,
  type OutputFile,
  type Plugin,
  stop,
} from 'esbuild';
import { consolePlugin } from './console.ts';
import { readFrom, scripts } from './scripts.ts';
import { sdkSchemas } from './sdkSchemas.ts';
import { mustHaveNoFaults } from './specs/lint.ts';
import { parseYaml } from './yaml.ts';

/** One function's code in `build/functions/NAME`: `index.mjs`, and `worker.mjs` where it starts a process. */
export interface Bundle {
  name: string;
  bytes: number;
  hash: string;
  /** Whether it differs from what lay there. */
  changed: boolean;
  /** The files it was made of, named from the checkout's folder. */
  inputs: readonly string[];
}

const yaml: Plugin = {
  name: 'yaml',
  setup(build) {
    build.onLoad({ filter: /\.ya?ml$/ }, async ({ path }) => ({
      contents: JSON.stringify(parseYaml(relative(process.cwd(), path), await readFile(path, 'utf8'))),
      loader: 'json',
    }));
  },
};

// A layer lies in NODE_PATH, which only require() is promised to read; so the one package that a layer brings is required.
const layered: Plugin = {
  name: 'layered',
  setup(build) {
    build.onResolve({ filter: /^sharp$/ }, ({ path }) => ({ path, namespace: 'layered' }));
    build.onLoad({ filter: /.*/, namespace: 'layered' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module';\nexport default createRequire(import.meta.url)('${path}');`,
    }));
  },
};

// Some bundled packages are CommonJS and require Node's own modules.
const banner = `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);`;

/** The names of all functions: the folders in `src/functions` that hold a handler. */
export async function functionNames(root: string): Promise<string[]> {
  const found = await readdir(join(root, 'src', 'functions'), { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && entry.name === 'handler.ts')
    .map((entry) => basename(entry.parentPath))
    .sort();
}

function entryPointsOf(root: string, name: string): { in: string; out: string }[] {
  const folder = `src/functions/${name}`;
  const handler = { in: `${folder}/handler.ts`, out: `${name}/index` };
  const worker = { in: `${folder}/worker.ts`, out: `${name}/worker` };
  return existsSync(join(root, worker.in)) ? [handler, worker] : [handler];
}

/** How every function is bundled. */
export function bundleOptions(root: string, names: readonly string[]): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: names.flatMap((name) => entryPointsOf(root, name)),
    outdir: join(root, 'build', 'functions'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    alias: { '@aws-sdk/credential-provider-node': './src/adapters/credentials.ts' },
    sourcemap: 'external',
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: { js: banner },
    plugins: [yaml, layered, scripts, sdkSchemas, consolePlugin(root)],
    write: false,
    logLevel: 'silent',
  };
}

/**
 * Bundles all functions, or those that are named, in one go.
 * @throws Failure where a spec, which goes into bundles, has faults
 */
export async function bundle(root: string, only?: readonly string[]): Promise<Bundle[]> {
  try {
    await mustHaveNoFaults(root);
    const names = await functionNames(root);
    const wanted = only ? names.filter((name) => only.includes(name)) : names;
    const bundles = await save(root, await build(bundleOptions(root, wanted)));
    await removeOthers(join(root, 'build', 'functions'), new Set(names));
    return bundles;
  } finally {
    // Its process would keep several hundred megabytes.
    await stop();
  }
}

async function save(root: string, result: BuildResult): Promise<Bundle[]> {
  const files = result.outputFiles ?? [];
  const inputs = inputsOf(result.metafile);
  const functions = Map.groupBy(files.filter(isBundle), ({ path }) => nameOf(path));
  const bundles = await Promise.all(
    [...functions].map(([name, own]) => saveBundle(name, own, inputs.get(name) ?? [])),
  );
  await Promise.all(files.filter((file) => !isBundle(file)).map((file) => saveMap(root, file)));
  return bundles.sort((a, b) => a.name.localeCompare(b.name));
}

function inputsOf(metafile: Metafile | undefined): Map<string, string[]> {
  const inputs = new Map<string, string[]>();
  for (const [path, output] of Object.entries(metafile?.outputs ?? {})) {
    if (!path.endsWith('.mjs')) continue;
    const name = nameOf(path);
    inputs.set(name, [...(inputs.get(name) ?? []), ...Object.keys(output.inputs).flatMap(readFrom)]);
  }
  return inputs;
}

function nameOf(path: string): string {
  return basename(dirname(path));
}

function isBundle(file: OutputFile): boolean {
  return file.path.endsWith('.mjs');
}

async function saveBundle(
  name: string,
  files: readonly OutputFile[],
  inputs: readonly string[],
): Promise<Bundle> {
  const changed = await Promise.all(files.map(saveIfChanged));
  const bytes = files.reduce((sum, file) => sum + file.contents.length, 0);
  const hash = hashOf(Buffer.concat(files.map((file) => file.contents)));
  return { name, bytes, hash, changed: changed.includes(true), inputs };
}

async function saveIfChanged({ path, contents }: OutputFile): Promise<boolean> {
  const before = await readFile(path).catch(() => undefined);
  if (before && hashOf(before) === hashOf(contents)) return false;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  return true;
}

// Apart from the bundles, so that they are not uploaded.
async function saveMap(root: string, file: OutputFile): Promise<void> {
  const folder = join(root, 'build', 'maps');
  await mkdir(folder, { recursive: true });
  const part = basename(file.path).startsWith('worker.') ? '.worker' : '';
  await writeFile(join(folder, `${nameOf(file.path)}${part}.mjs.map`), file.contents);
}

async function removeOthers(folder: string, names: ReadonlySet<string>): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  const gone = found.filter((name) => !names.has(name));
  await Promise.all(gone.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function hashOf(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}
