import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Failure } from '../../../local/failure.ts';
import { readableBundle } from '../../../local/invoke.ts';
import { HANDLER, smallCheckout } from './checkout.ts';

let root: string;

beforeAll(async () => {
  root = await smallCheckout();
});

afterAll(() => rm(root, { recursive: true, force: true }));

test('what is invoked is built anew, and a syntax error is told by file and line', async () => {
  const before = await readableBundle(root, 'one');
  expect((await import(before)).handler()).toBe(1);
  await writeFile(join(root, HANDLER), '\nexport const handler == 2;\n');
  const failed = readableBundle(root, 'one');
  await expect(failed).rejects.toThrow(Failure);
  await expect(failed).rejects.toThrow(`${HANDLER}:2:21`);
});
