import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../../../local/settings.ts';
import { choosePython, ensureVenv } from '../../../local/venv.ts';

const python = (version: string, hasVenv = true) => ({ command: `python${version}`, version, hasVenv });

describe('the Python that is used', () => {
  test('is the newest that is known to work', () => {
    expect(choosePython([python('3.9'), python('3.10'), python('3.12'), python('3.14')], true).version).toBe(
      '3.12',
    );
  });

  test('has a venv module, where pip is to make the environment', () => {
    expect(choosePython([python('3.13', false), python('3.11')], true).version).toBe('3.11');
    expect(choosePython([python('3.13', false), python('3.11')], false).version).toBe('3.13');
  });

  test('is asked for in one line where there is none', () => {
    expect(() => choosePython([python('3.9')], true)).toThrow(/^Python 3\.10 to 3\.13 is needed/);
  });

  test('is asked to be made whole where Debian left venv out', () => {
    expect(() => choosePython([python('3.11', false)], true)).toThrow(/apt-get install python3-venv/);
  });
});

test('the Python packages are announced before minutes of silence, and only where they are not there yet', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-venv-'));
  const told: string[] = [];
  const log = (line: string) => told.push(line);
  const install = async (_root: string, venv: string, wanted: string) => {
    told.push('(silence)');
    await mkdir(venv);
    await writeFile(join(venv, 'requirements.stamp'), wanted);
    return 'by hand';
  };
  const ensure = () => ensureVenv(root, join(folder, 'venv'), log, undefined, install);
  expect(await ensure()).toBe('by hand');
  expect(told).toEqual([expect.stringMatching(/installing Python packages .* two minutes/), '(silence)']);
  expect(await ensure()).toBeUndefined();
  expect(told).toHaveLength(2);
  await rm(folder, { recursive: true });
});
