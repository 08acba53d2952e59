import { describe, expect, test } from '@jest/globals';
import type { ExecutionState } from '#adapters/workflow';
import { reports } from '#services/reporting';
import { executionOf, ID } from '../core/images.ts';

const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
const first = executionOf(`${ID}-1-1`);
const second = executionOf(`${ID}-1-2`);

/** Step Functions, which counts how often a definition was asked for. */
function counting(answer: () => Promise<string> = async () => definition) {
  const asked: string[] = [];
  const report = reports({
    describe: async (): Promise<ExecutionState> => ({ status: 'RUNNING' }),
    history: async () => [],
    definition: (execution) => {
      asked.push(execution);
      return answer();
    },
  });
  return { report, asked };
}

describe('looking at an execution', () => {
  test('again asks for no definition: an execution keeps the one that it began with', async () => {
    const { report, asked } = counting();
    const looks = [await report(first, false), await report(first, true), await report(first, false)];
    expect(looks.map((one) => one?.definition)).toEqual(Array(3).fill(JSON.parse(definition)));
    expect(asked).toEqual([first]);
  });

  test('by many at once asks once', async () => {
    const { report, asked } = counting();
    await Promise.all(Array.from({ length: 8 }, () => report(first, false)));
    expect(asked).toEqual([first]);
  });

  test('asks for the definition of another execution, which may be a newer one', async () => {
    const { report, asked } = counting();
    await report(first, false);
    await report(second, false);
    expect(asked).toEqual([first, second]);
  });

  test('asks again where the first answer was a refusal', async () => {
    let throttled = true;
    const { report, asked } = counting(async () => {
      if (!throttled) return definition;
      throttled = false;
      throw Object.assign(new Error('slow'), { name: 'ThrottlingException' });
    });
    await expect(report(first, false)).rejects.toThrow('slow');
    expect(await report(first, false)).toMatchObject({ status: 'RUNNING' });
    expect(asked).toHaveLength(2);
  });

  test('remembers the definitions of some hundred executions, not of all there ever were', async () => {
    const { report, asked } = counting();
    for (let at = 0; at < 1000; at += 1) await report(executionOf(`${ID}-1-${at}`), false);
    await report(executionOf(`${ID}-1-999`), false);
    expect(asked).toHaveLength(1000);
    await report(executionOf(`${ID}-1-0`), false);
    expect(asked).toHaveLength(1001);
  });
});
