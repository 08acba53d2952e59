import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastSave, readdressState, settleState } from '../../../local/savedState.ts';

let home: string;
const state = (...names: string[]) => join(home, 'state', ...names);
const read = (name: string) => readFile(state(name), 'utf8');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'contactsheet-saved-'));
  await mkdir(state());
  for (const name of ['dynamodb.json', 'lambda.json']) await writeFile(state(name), 'old');
});
afterEach(() => rm(home, { recursive: true }));

/** Leaves a save as it is when the local AWS is killed. */
async function cutOff(folder: 'next' | 'saved', ...names: string[]): Promise<void> {
  await mkdir(state(folder));
  for (const name of names) await writeFile(state(folder, name), 'new');
}

describe('a save that was cut off', () => {
  it('is dropped where it was not whole', async () => {
    await cutOff('next', 'dynamodb.json');
    await settleState(home);
    expect(await readdir(state())).toEqual(['dynamodb.json', 'lambda.json']);
    expect(await read('dynamodb.json')).toBe('old');
  });

  it('is finished where it was whole, so that no two files are of different instants', async () => {
    // The table's file had been moved already.
    await writeFile(state('dynamodb.json'), 'new');
    await cutOff('saved', 'lambda.json', 'sqs.json');
    await settleState(home);
    expect(await readdir(state())).toEqual(['dynamodb.json', 'lambda.json', 'sqs.json']);
    for (const name of await readdir(state())) expect(await read(name)).toBe('new');
  });

  it('leaves what was saved before as it is where there is none', async () => {
    await settleState(home);
    expect(await read('lambda.json')).toBe('old');
    await settleState(join(home, 'empty'));
  });
});

describe('the last save', () => {
  it('is known by its time, and absent where there was none', async () => {
    expect((await lastSave(home))?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await lastSave(join(home, 'empty'))).toBeUndefined();
  });
});

describe('state that was kept on another port', () => {
  const at = (port: number) => ({
    sqs: `{"queues": {"http://localhost:${port}/000000000000/digests": {}}}`,
    lambda: `{"QUEUE": "http://localhost:${port}/000000000000/digests", "FRONT": "http://localhost:45660"}`,
  });
  const keep = async ({ sqs, lambda }: ReturnType<typeof at>) => {
    await writeFile(state('sqs.json'), sqs);
    await writeFile(state('lambda.json'), lambda);
  };
  const kept = async () => ({ sqs: await read('sqs.json'), lambda: await read('lambda.json') });

  it('names the port of now wherever it named that one', async () => {
    await keep(at(4566));
    await readdressState(home, 4600);
    expect(await kept()).toEqual(at(4600));
    expect(await readdir(state())).toEqual(['dynamodb.json', 'lambda.json', 'sqs.json']);
  });

  it('is named whole by a start after one that was cut off', async () => {
    await keep({ ...at(4566), lambda: at(4600).lambda });
    await readdressState(home, 4600);
    expect(await kept()).toEqual(at(4600));
  });

  it('is left as it is where the port is the same, or nothing was kept', async () => {
    await keep(at(4566));
    await readdressState(home, 4566);
    expect(await kept()).toEqual(at(4566));
    await readdressState(join(home, 'empty'), 4566);
  });
});
