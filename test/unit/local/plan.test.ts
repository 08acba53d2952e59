import { describe, expect, test } from '@jest/globals';
import { type Fingerprint, planOf } from '../../../local/fingerprint.ts';

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
