import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { bundleOptions } from '../../../local/bundle.ts';
import { readFrom, scriptText } from '../../../local/scripts.ts';

const path = 'src/pages/desk-script/main.ts';

test('a page’s script comes into a bundle as text, and a change of any of its files builds that again', async () => {
  const root = process.cwd();
  const contents = `export { default } from './${path}?script';`;
  const stdin = { contents, resolveDir: root };
  const { outputFiles, metafile } = await build({ ...bundleOptions(root, []), stdin, banner: {} });
  const bundle = outputFiles?.find((file) => file.path.endsWith('.mjs'))?.contents ?? '';
  const module = await import(`data:text/javascript;base64,${Buffer.from(bundle).toString('base64')}`);
  const text = await scriptText(root, path);
  expect(text).toContain('addEventListener');
  expect(module.default).toBe(text);
  const inputs = Object.keys(metafile?.inputs ?? {}).flatMap(readFrom);
  expect(inputs).toEqual(
    expect.arrayContaining([path, 'src/pages/desk-script/desk.ts', 'src/pages/counts.ts']),
  );
});

test('a page’s script holds nothing that would end its element early', async () => {
  expect(await scriptText(process.cwd(), path)).not.toMatch(/<\/script|<!--/i);
});
