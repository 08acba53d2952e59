import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

/** Bytes, compressed; Preact among them, though the console has that already. */
const MOST = 35 * 1024;

test('the drawing is at most 35 KB to load', async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/console/workflow/workflow.tsx'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
  });
  const [script] = outputFiles;
  expect(script && gzipSync(script.contents).length).toBeLessThan(MOST);
});
