import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type HistoryEntry, reportStates } from '#core/history';

const definition = readFileSync('statemachines/image.asl.json', 'utf8');
const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, second));
const entered = (name: string, second: number, input: object = {}): HistoryEntry => ({
  timestamp: at(second),
  stateEnteredEventDetails: { name, input: JSON.stringify(input) },
});
const left = (name: string, second: number, output: object = {}): HistoryEntry => ({
  timestamp: at(second),
  stateExitedEventDetails: { name, output: JSON.stringify(output) },
});

const history = [
  entered('Inspect', 0, { id: 'a' }),
  left('Inspect', 1, { id: 'a', taskToken: 'secret', deep: [{ Token: 'secret' }] }),
  entered('Acceptable?', 1),
  left('Acceptable?', 1),
  entered('Render', 2),
  left('Render', 4),
  entered('Review', 4, { id: 'a' }),
];
const report = (withData: boolean, events = history) => {
  const states = reportStates(definition, events, withData);
  return { states, state: (name: string) => states.find((one) => one.name === name) };
};

describe('the report of an execution', () => {
  test('names every state of the definition with its type, those of branches with their Parallel', () => {
    const { states, state } = report(false);
    const names = Object.keys(JSON.parse(definition).States);
    expect(states.map((one) => one.name)).toEqual(expect.arrayContaining(names));
    expect(state('Decision')).toMatchObject({ type: 'Task', parent: 'Review' });
    expect(state('Review')?.type).toBe('Parallel');
  });

  test('says which were reached, and when each was entered and left', () => {
    const { state } = report(false);
    expect(state('Inspect')).toMatchObject({
      reached: true,
      enteredAt: at(0).toISOString(),
      leftAt: at(1).toISOString(),
    });
    expect(state('Review')).toEqual({
      name: 'Review',
      type: 'Parallel',
      reached: true,
      enteredAt: at(4).toISOString(),
    });
    expect(state('Publish')).toEqual({ name: 'Publish', type: 'Task', reached: false });
  });

  test('takes a branch as begun with its Parallel, where the engine does not report branches', () => {
    const { state } = report(false);
    expect(state('Decision')).toMatchObject({ reached: true, enteredAt: at(4).toISOString() });
    expect(state('Read the record')?.reached).toBe(false);
  });

  test('holds inputs and outputs only where asked, and never a task token', () => {
    expect(JSON.stringify(report(false).states)).not.toMatch(/input|output|secret/);
    const { state, states } = report(true);
    expect(state('Inspect')).toMatchObject({ input: { id: 'a' }, output: { id: 'a', deep: [{}] } });
    expect(JSON.stringify(states)).not.toContain('secret');
  });

  test('shows the state that was come back to as one it is in', () => {
    const again = [
      entered('Inspect', 0),
      left('Inspect', 1, { old: true }),
      entered('Inspect', 5, { id: 'b' }),
    ];
    const inspect = report(true, again).state('Inspect');
    expect(inspect).toMatchObject({ enteredAt: at(5).toISOString(), input: { id: 'b' } });
    expect(inspect).not.toHaveProperty('leftAt');
    expect(inspect).not.toHaveProperty('output');
  });
});
