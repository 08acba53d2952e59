import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';

/** The web page as it is built: every file has a hash of its contents in its name, so that it may be kept forever. */
export interface BuiltConsole {
  /** What the page names itself, by file name. */
  entry: { script: string; style: string };
  files: Record<string, { type: string; text: string }>;
  /** The files it was made of, named from the checkout's folder. */
  inputs: readonly string[];
}

const MAIN = 'src/console/main.tsx';
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** How the console is built; what is imported when it is needed becomes a file of its own. */
function consoleOptions(root: string) {
  return {
    absWorkingDir: root,
    entryPoints: [MAIN],
    outdir: join(root, 'build', 'console'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome110', 'firefox115', 'safari16.4'],
    minify: true,
    metafile: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}

/**
 * Builds the console.
 * @throws BuildFailure where its sources are wrong
 */
export async function buildConsole(root: string): Promise<BuiltConsole> {
  const { outputFiles, metafile } = await build(consoleOptions(root));
  const files = outputFiles.map(({ path, text }) => [basename(path), text] as const);
  return {
    entry: entryOf(metafile),
    files: Object.fromEntries(
      files.map(([name, text]) => [name, { type: types[extname(name)] ?? '', text }]),
    ),
    inputs: Object.keys(metafile.inputs),
  };
}

function entryOf({ outputs }: Metafile): BuiltConsole['entry'] {
  const main = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === MAIN);
  if (!main) throw new Error(`${MAIN} was not built.`);
  const [script, { cssBundle = '' }] = main;
  return { script: basename(script), style: basename(cssBundle) };
}

const NAME = 'console:built';

/** Puts the built console into whatever imports `console:built`, and a copy to look at into `build/console`. */
export function consolePlugin(root: string): Plugin {
  return {
    name: 'console',
    setup(build) {
      let inputs: readonly string[] = [];
      build.onResolve({ filter: new RegExp(`^${NAME}$`) }, ({ path }) => ({ path, namespace: 'console' }));
      build.onLoad({ filter: /.*/, namespace: 'console' }, async () => {
        const built = await buildConsole(root);
        inputs = built.inputs;
        await save(join(root, 'build', 'console'), built.files);
        const { entry, files } = built;
        return { contents: JSON.stringify({ entry, files }), loader: 'json' };
      });
      // A change of the console's sources has to build what holds them again.
      build.onEnd(({ metafile }: BuildResult) => {
        for (const output of Object.values(metafile?.outputs ?? {})) {
          if (!(`console:${NAME}` in output.inputs)) continue;
          for (const path of inputs) output.inputs[path] ??= { bytesInOutput: 0 };
        }
      });
    },
  };
}

async function save(folder: string, files: BuiltConsole['files']): Promise<void> {
  await mkdir(folder, { recursive: true });
  const old = (await readdir(folder)).filter((name) => !(name in files));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
  await Promise.all(Object.entries(files).map(([name, { text }]) => writeFile(join(folder, name), text)));
}
