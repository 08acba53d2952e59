import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, context, type OutputFile, type Plugin } from 'esbuild';
import { parse } from 'yaml';

/** One function's bundle, as it lies in `build/functions/NAME/index.mjs`. */
export interface Bundle {
  name: string;
  bytes: number;
  hash: string;
  /** Whether it differs from what lay there. */
  changed: boolean;
}

/** Builds again and again, keeping what it parsed. */
export interface Bundler {
  build(): Promise<Bundle[]>;
  close(): Promise<void>;
}

const yaml: Plugin = {
  name: 'yaml',
  setup(build) {
    build.onLoad({ filter: /\.ya?ml$/ }, async ({ path }) => ({
      contents: JSON.stringify(parse(await readFile(path, 'utf8'))),
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

/** How every function is bundled. */
export function bundleOptions(root: string, names: readonly string[]): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `src/functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: join(root, 'build', 'functions'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    // Step Functions tells errors apart by their classes' names.
    keepNames: true,
    sourcemap: 'external',
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: { js: banner },
    plugins: [yaml, layered],
    write: false,
    logLevel: 'silent',
  };
}

/** Prepares one esbuild call over all functions. */
export async function openBundler(root: string): Promise<Bundler> {
  const names = await functionNames(root);
  const esbuild = await context(bundleOptions(root, names));
  return {
    build: async () => save(root, await esbuild.rebuild()),
    close: () => esbuild.dispose(),
  };
}

/** Bundles all functions once. */
export async function bundle(root: string): Promise<Bundle[]> {
  const bundler = await openBundler(root);
  try {
    return await bundler.build();
  } finally {
    await bundler.close();
  }
}

async function save(root: string, result: BuildResult): Promise<Bundle[]> {
  const files = result.outputFiles ?? [];
  const bundles = await Promise.all(files.filter(isBundle).map(saveBundle));
  await Promise.all(files.filter((file) => !isBundle(file)).map((file) => saveMap(root, file)));
  await removeOthers(join(root, 'build', 'functions'), new Set(bundles.map((one) => one.name)));
  await mkdir(join(root, 'build'), { recursive: true });
  await writeFile(join(root, 'build', 'meta.json'), JSON.stringify(result.metafile));
  return bundles.sort((a, b) => a.name.localeCompare(b.name));
}

function isBundle(file: OutputFile): boolean {
  return file.path.endsWith('.mjs');
}

async function saveBundle(file: OutputFile): Promise<Bundle> {
  const hash = hashOf(file.contents);
  const before = await readFile(file.path).catch(() => undefined);
  const changed = before === undefined || hashOf(before) !== hash;
  if (changed) {
    await mkdir(dirname(file.path), { recursive: true });
    await writeFile(file.path, file.contents);
  }
  return { name: basename(dirname(file.path)), bytes: file.contents.length, hash, changed };
}

// Apart from the bundles, so that they are not uploaded.
async function saveMap(root: string, file: OutputFile): Promise<void> {
  const folder = join(root, 'build', 'maps');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${basename(dirname(file.path))}.mjs.map`), file.contents);
}

async function removeOthers(folder: string, names: ReadonlySet<string>): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  const gone = found.filter((name) => !names.has(name));
  await Promise.all(gone.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function hashOf(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}
