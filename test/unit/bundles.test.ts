import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build, type Metafile } from 'esbuild';
import { bundleOptions, functionNames } from '../../local/bundle.ts';

/** Bytes; a cold start reads all of it. */
const MOST_WITH_S3 = 800_000;
const MOST = 500_000;

const root = process.cwd();

/** What a bundle is made of: bytes by package, the largest first. */
function parts({ inputs }: Metafile['outputs'][string]): string {
  const bytes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'our own';
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...bytes].sort((a, b) => b[1] - a[1]).slice(0, 8);
  return largest.map(([name, size]) => `${name} ${size}`).join(', ');
}

describe('every bundle', () => {
  const outputs = new Map<string, Metafile['outputs'][string]>();

  beforeAll(async () => {
    const { metafile } = await build(bundleOptions(root, await functionNames(root)));
    for (const [path, output] of Object.entries(metafile?.outputs ?? {})) {
      const [, name, part] = /([^/]+)\/(index|worker)\.mjs$/.exec(path) ?? [];
      if (name) outputs.set(part === 'worker' ? `${name}/worker` : name, output);
    }
  });

  test('is at most 800 KB, and 500 KB where S3 is not used', () => {
    const outgrown = [...outputs].flatMap(([name, output]) => {
      const usesS3 = Object.keys(output.inputs).some((path) => path.includes('@aws-sdk/client-s3/'));
      const most = usesS3 ? MOST_WITH_S3 : MOST;
      return output.bytes > most
        ? [`${name} is ${output.bytes} bytes of at most ${most}: ${parts(output)}`]
        : [];
    });
    expect(outputs.size).toBeGreaterThan(20);
    expect(outgrown).toEqual([]);
  });

  test('says what it is made of, the console’s sources too, so that a change builds it again', () => {
    const inputs = Object.keys(outputs.get('get-console')?.inputs ?? {});
    expect(inputs).toEqual(
      expect.arrayContaining(['src/console/main.tsx', 'src/console/style/base.css', 'src/core/words.ts']),
    );
    expect(Object.keys(outputs.get('get-health')?.inputs ?? {})).not.toContain('src/console/main.tsx');
  });

  test('decodes pictures in a process of its own, and not beside the function’s credentials', () => {
    const vips = 'src/imaging/vips.ts';
    const decoding = [...outputs].filter(([, { inputs }]) => vips in inputs).map(([name]) => name);
    expect(decoding).toEqual(['render-image/worker']);
  });

  test('leaves sharp to the layer and X-Ray’s SDK and the credential chain out', () => {
    const inside = [...outputs].flatMap(([name, { inputs }]) =>
      Object.keys(inputs)
        .filter((path) =>
          /node_modules\/(sharp|@img|aws-xray-sdk|@aws-sdk\/credential-provider-(sso|ini))/.test(path),
        )
        .map((path) => `${name}: ${path}`),
    );
    expect(inside).toEqual([]);
  });
});

test('the layer brings the same sharp that the tests run', () => {
  const versionIn = (file: string, field: string) => JSON.parse(readFileSync(file, 'utf8'))[field]['sharp'];
  expect(versionIn('src/layers/sharp/package.json', 'dependencies')).toBe(
    versionIn('package.json', 'devDependencies'),
  );
});
