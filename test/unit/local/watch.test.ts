import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bundle } from '../../../local/bundle.ts';
import { Failure } from '../../../local/failure.ts';
import { type PutInPlace, watch } from '../../../local/watch.ts';
import { until } from '../../system/until.ts';
import { HANDLER, smallCheckout } from './checkout.ts';

const STAYS = 'the version before stays in service until this is mended';

let root: string;
let watcher: { close(): Promise<void> } | undefined;

beforeEach(async () => {
  root = await smallCheckout();
});

afterEach(async () => {
  await watcher?.close();
  await rm(root, { recursive: true, force: true });
});

/** Watches with a function that is built. @returns the lines that are told */
async function watching(put: PutInPlace): Promise<string[]> {
  const lines: string[] = [];
  watcher = await watch(root, await bundle(root), put, (line) => lines.push(line));
  return lines;
}

/** Saves the handler until it is noticed, since what is saved as the watching begins is not; waits for the words. */
const saved = (text: string, lines: readonly string[], words: string) =>
  until(
    `"${words}" to be told`,
    async () => {
      if (lines.join('\n').includes(words)) return true;
      // In one go, or a slow machine builds the file while it is empty.
      await writeFile(`${root}.next`, text);
      await rename(`${root}.next`, join(root, HANDLER));
      return undefined;
    },
    { seen: () => lines },
  );

describe('a change under watch', () => {
  test('that cannot be built is told by file and line, and that the version before stays in service', async () => {
    const lines = await watching(async () => 'done');
    await saved('\nexport const handler == 1;\n', lines, STAYS);
    expect(lines[0]).toContain('src/functions/one/handler.ts:2:21');

    await saved('export const handler = () => 2;\n', lines, 's  done');
  });

  test('that cannot be deployed is told, and that the version before stays in service', async () => {
    const lines = await watching(async () => {
      throw new Failure('The deploy failed: why');
    });
    await saved('export const handler = () => 2;\n', lines, STAYS);
    expect(lines[0]).toBe('  The deploy failed: why');
  });

  test('that is not put in place by a fault of ours is told without a promise', async () => {
    const lines = await watching(async () => {
      throw new TypeError('ours');
    });
    await saved('export const handler = () => 2;\n', lines, 'ours');
    await watcher?.close();
    expect(new Set(lines)).toEqual(new Set(['  ours']));
  });
});
