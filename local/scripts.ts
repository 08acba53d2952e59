import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Names the scripts among the inputs of a bundle. */
const NAMESPACE = 'script';

/** The files that each script was made of, named from the checkout's folder. */
const madeOf = new Map<string, string[]>();

/** Makes `import text from './x.ts?script'` the text of that script, bundled for browsers. */
export const scripts: Plugin = {
  name: 'scripts',
  setup({ initialOptions, onResolve, onLoad }) {
    const root = initialOptions.absWorkingDir ?? process.cwd();
    onResolve({ filter: /\.ts\?script$/ }, ({ path, resolveDir }) => ({
      path: relative(root, join(resolveDir, path.replace(/\?script$/, '')))
        .split(sep)
        .join('/'),
      namespace: NAMESPACE,
    }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
      contents: await scriptText(root, path),
      loader: 'text',
    }));
  },
};

/** The files behind an input of a bundle: more than one where it is a page's script. */
export function readFrom(input: string): readonly string[] {
  return input.startsWith(`${NAMESPACE}:`) ? (madeOf.get(input.slice(NAMESPACE.length + 1)) ?? []) : [input];
}

/**
 * Bundles a page's script: what the page holds, and the tests run.
 * @param path from the checkout's folder
 */
export async function scriptText(root: string, path: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  madeOf.set(path, Object.keys(metafile.inputs));
  return outputFiles[0]?.text ?? '';
}
