import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Fingerprint, fingerprint, planOf } from '../../../local/fingerprint.ts';
import { localParameters } from '../../../local/parameters.ts';
import { root } from '../../../local/settings.ts';

const deployed: Fingerprint = { rest: 'a', functions: { one: '1', two: '2' }, updated: [] };

describe('what a start has to do', () => {
  test('deploys where nothing is deployed', () => {
    expect(planOf(undefined, deployed)).toEqual({ deploy: true });
  });

  test('does nothing where nothing changed', () => {
    expect(planOf(deployed, { ...deployed })).toEqual({ deploy: false, update: [] });
  });

  test('puts only the code in place where only code changed', () => {
    const wanted = { ...deployed, functions: { one: '1', two: '3' } };
    expect(planOf(deployed, wanted)).toEqual({ deploy: false, update: ['two'] });
  });

  test('deploys where the template, a machine, the layer or a parameter changed', () => {
    expect(planOf(deployed, { ...deployed, rest: 'b' })).toEqual({ deploy: true });
  });

  test('deploys where a function came or went', () => {
    expect(planOf(deployed, { ...deployed, functions: { one: '1' } })).toEqual({ deploy: true });
  });
});

describe('what a deploy depends on', () => {
  const settings = { port: 3000, awsPort: 4566, home: '.local', stackName: 'contactsheet-local' };
  const ofPorts = (ports: Partial<typeof settings>) =>
    fingerprint(root, [], localParameters({ ...settings, ...ports }, 'arn'));

  test.each([{ port: 3001 }, { awsPort: 4600 }])(
    'is the ports, such as %j: functions hold both addresses',
    async (ports) => {
      expect(planOf(await ofPorts({}), await ofPorts({}))).toMatchObject({ deploy: false });
      expect(planOf(await ofPorts({}), await ofPorts(ports))).toEqual({ deploy: true });
    },
  );

  test.each([
    'template.yaml',
    'samconfig.toml',
    'requirements.txt',
    'src/layers/sharp/package-lock.json',
    'build/layers/sharp.stamp',
    'statemachines/image.asl.json',
  ])('is %s', async (file) => {
    const checkout = await mkdtemp(join(tmpdir(), 'contactsheet-print-'));
    const print = () => fingerprint(checkout, [], {});
    const before = await print();
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await writeFile(join(checkout, file), 'changed');
    expect(planOf(before, await print())).toEqual({ deploy: true });
    await rm(checkout, { recursive: true });
  });
});
