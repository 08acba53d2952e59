import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEvent } from '#core/audit';
import { digest } from '#core/digest';
import { imageRecord } from '#core/image';
import { Failure } from '../../../local/failure.ts';
import { mustReadState, STATE_VERSION, STATE_VERSION_FILE } from '../../../local/stateVersion.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'contactsheet-home-'));
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function hold(state: string, mark?: string): Promise<void> {
  await mkdir(join(home, 'state'));
  await writeFile(join(home, 'state', 'dynamodb.json'), state);
  if (mark !== undefined) await writeFile(join(home, STATE_VERSION_FILE), mark);
}

describe('a home', () => {
  test('without state is marked, and is read from then on', async () => {
    await mustReadState(home);
    expect(await readFile(join(home, STATE_VERSION_FILE), 'utf8')).toBe(`${STATE_VERSION}\n`);
    await hold('{}');
    await expect(mustReadState(home)).resolves.toBeUndefined();
  });

  test.each([
    ['older than marks', undefined, 'is older'],
    ['of another version', '99\n', `is of version 99, not ${STATE_VERSION}`],
  ])('with state that is %s is refused in words, and left as it is', async (_, mark, words) => {
    await hold('{}', mark);
    const refused = mustReadState(home);
    await expect(refused).rejects.toThrow(Failure);
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toThrow(/npm run reset.*CONTACTSHEET_HOME/);
    expect(await readFile(join(home, STATE_VERSION_FILE), 'utf8').catch(() => undefined)).toBe(mark);
  });
});

// Where this fails, what people have kept can no longer be read: raise STATE_VERSION, and take such items from a new
// start. A field that may be missing needs neither.
describe(`what version ${STATE_VERSION} kept`, () => {
  type Item = Record<string, unknown>;
  const kept: Record<'images' | 'events' | 'digests', Item[]> = JSON.parse(
    readFileSync(`test/fixtures/state-${STATE_VERSION}.json`, 'utf8'),
  );
  const indexed = ['pk', 'sk', 'month', 'statusMonth', 'ownerKey', 'ownerStatus', 'checkShard'];
  const fields = (item: Item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !indexed.includes(name)));
  const items = [
    ...kept.images.map((item) => [imageRecord, item] as const),
    ...kept.events.map((item) => [auditEvent, item] as const),
    ...kept.digests.map((item) => [digest, item] as const),
  ];

  test.each(items.map(([shape, item]) => [`${item['pk']} ${item['sk']}`, shape, item] as const))(
    'is still read: %s',
    (_, shape, item) => {
      expect(shape.parse(item)).toEqual(fields(item));
    },
  );
});
