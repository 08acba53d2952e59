import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fullDisk, mustHaveRoom, withoutRoom } from '../../../local/disk.ts';
import { Failure } from '../../../local/failure.ts';

const noSpace = Object.assign(new Error("ENOSPC: no space left on device, write '/home/state/next'"), {
  code: 'ENOSPC',
});

describe('a disk that is full', () => {
  it('is said before anything is begun, with the folder and what it has left', async () => {
    const free = async (folder: string) => (folder === '/small' ? 47 : 5000);
    expect(await fullDisk(['/large', '/small'], free)).toMatch(/^The disk is full: \/small has 47 MB free/);
    await expect(mustHaveRoom(['/small'], free)).rejects.toBeInstanceOf(Failure);
    await expect(mustHaveRoom(['/large'], free)).resolves.toBeUndefined();
  });

  it('is looked for where a folder will be, before it is made', async () => {
    expect(await fullDisk([join(tmpdir(), 'not', 'made', 'yet')])).toBeUndefined();
  });

  it.each([
    ['an error of the file system', noSpace],
    ['what another program said', new Failure('The deploy failed: [Errno 28] No space left on device')],
    ['a quota', Object.assign(new Error('EDQUOT: quota exceeded'), { code: 'EDQUOT' })],
  ])('comes first in the one line about %s', (_, error) => {
    const explained = withoutRoom(error);
    expect(explained).toBeInstanceOf(Failure);
    expect(String(explained)).toMatch(/^Failure: The disk is full\. .* What failed: /);
    expect(String(explained)).toContain(error.message);
    expect(withoutRoom(explained)).toBe(explained);
  });

  it('is not blamed for anything else', () => {
    const other = new Error('Port 3000 is taken');
    expect(withoutRoom(other)).toBe(other);
    expect(withoutRoom('words')).toBe('words');
  });
});
