import { describe, expect, test } from '@jest/globals';
import { sizeTable } from '../../../local/build.ts';
import { platformsFor } from '../../../local/layer.ts';
import { affected } from '../../../local/watch.ts';

describe('the sharp layer', () => {
  const names = (own: { os: string; cpu: string; libc?: string }) =>
    platformsFor(own).map((one) => `${one.os}-${one.cpu}`);

  test("is for Lambda's two platforms", () => {
    expect(names({ os: 'linux', cpu: 'x64', libc: 'glibc' })).toEqual(['linux-x64', 'linux-arm64']);
  });

  test("is also for this machine's own where that is neither", () => {
    expect(names({ os: 'darwin', cpu: 'arm64' })).toEqual(['linux-x64', 'linux-arm64', 'darwin-arm64']);
    expect(platformsFor({ os: 'linux', cpu: 'x64', libc: 'musl' })).toHaveLength(3);
  });
});

describe('what is built again', () => {
  const bundles = [
    { name: 'one', inputs: ['src/functions/one/handler.ts', 'src/core/image.ts'] },
    { name: 'two', inputs: ['src/functions/two/handler.ts', 'src/core/image.ts'] },
  ];
  const none = new Set<string>();

  test('is what is made of the changed file', () => {
    expect(affected(bundles, new Set(['src/functions/one/handler.ts']), ['one', 'two'], none)).toEqual([
      'one',
    ]);
    expect(affected(bundles, new Set(['src/core/image.ts']), ['one', 'two'], none)).toEqual(['one', 'two']);
    expect(affected(bundles, new Set(['src/core/other.ts']), ['one', 'two'], none)).toEqual([]);
  });

  test('is also what is new, and what failed the last time', () => {
    expect(affected(bundles, none, ['one', 'three', 'two'], new Set(['two']))).toEqual(['three', 'two']);
  });
});

test('sizes are listed from the largest', () => {
  const bundle = (name: string, bytes: number) => ({ name, bytes, hash: '', changed: true, inputs: [] });
  expect(sizeTable([bundle('a', 1000), bundle('bcd', 20_400)])).toBe('bcd     20 KB\na        1 KB');
});
