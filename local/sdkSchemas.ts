import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild leave out the SDK's shapes of operations that nobody calls. Their schemas are written with keys such as
 * `[_h]`, and a key that is computed counts as one that may do something; as the text that it is, it may be dropped.
 * Takes 40 to 116 KB out of a bundle, the most out of those with S3 (docs/adr/0006).
 */
export const sdkSchemas: Plugin = {
  name: 'sdk-schemas',
  setup(build) {
    const filter = /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/;
    build.onLoad({ filter }, async ({ path }) => ({ contents: plainKeys(await readFile(path, 'utf8')) }));
  },
};

/** Writes out the keys that are constants of the same file. */
export function plainKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"\\\n]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}:`;
  });
}
