import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mustBeReadable } from '../../../local/template.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'contactsheet-template-'));
  for (const one of ['template.yaml', 'statemachines']) await cp(one, join(root, one), { recursive: true });
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(root, file), 'utf8');
  await writeFile(join(root, file), text.replace(from, to));
}

describe('what is deployed', () => {
  test('can be read as it is', async () => {
    await expect(mustBeReadable(root)).resolves.toBeUndefined();
  });

  test('is refused by file and line where the template is not YAML', async () => {
    await change('template.yaml', 'Resources:', 'Resources: [');
    await expect(mustBeReadable(root)).rejects.toThrow(/^template\.yaml:\d+:\d+ {2}\w/);
  });

  test('is refused by file and line where a state machine is not JSON', async () => {
    await change('statemachines/image.asl.json', '"States": {', '"States": {{');
    await expect(mustBeReadable(root)).rejects.toThrow(/^statemachines\/image\.asl\.json:5:\d+ {2}\{ cannot/);
  });
});
