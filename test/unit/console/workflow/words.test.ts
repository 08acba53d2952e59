import { describe, expect, test } from '@jest/globals';
import { accessibleName, duration, shortStatus, standing } from '../../../../src/console/workflow/words.ts';

const enteredAt = '2026-11-21T10:00:00.000Z';
const state = { name: 'Render', type: 'Task', reached: true, status: 'succeeded', enteredAt } as const;
const leftAt = '2026-11-21T10:00:01.240Z';

describe('the words of a drawing', () => {
  test.each([
    [0, '0 ms'],
    [217, '217 ms'],
    [999, '999 ms'],
    [1240, '1.2 s'],
    [9999, '9.9 s'],
    [12_900, '12 s'],
    [60_000, '1 min'],
    [312_000, '5 min 12 s'],
    [7_500_000, '2 h 5 min'],
    [183_600_000, '2 d 3 h'],
  ])('%d milliseconds are %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });

  test('a state is named with how it stands, how often it was tried and how long it took', () => {
    expect(accessibleName({ ...state, leftAt, attempts: 2 })).toBe('Render: succeeded, tried twice, 1.2 s');
    expect(accessibleName({ ...state, leftAt, attempts: 1 })).toBe('Render: succeeded, 1.2 s');
    expect(accessibleName({ ...state, status: 'waiting', attempts: 5 })).toBe(
      'Render: waiting, tried 5 times',
    );
    expect(accessibleName({ ...state, status: 'caught', leftAt })).toBe('Render: failed and caught, 1.2 s');
    expect(accessibleName({ name: 'Expire', type: 'Task', reached: false, status: 'not-reached' })).toBe(
      'Expire: not reached',
    );
  });

  test('below a name stands how long it took where all went well, else how it stands', () => {
    expect(shortStatus({ ...state, leftAt })).toBe('1.2 s');
    expect(shortStatus({ ...state, leftAt, status: 'caught' })).toBe('caught');
    expect(shortStatus({ ...state, status: 'running' })).toBe('running');
    expect(shortStatus({ ...state, reached: false, status: 'not-reached' })).toBe('');
  });

  test('an execution is told with its end, and with the error of one that failed', () => {
    const times = { startedAt: enteredAt, stoppedAt: leftAt };
    expect(standing({ status: 'RUNNING', startedAt: enteredAt })).toBe('Running');
    expect(standing({ status: 'SUCCEEDED', ...times })).toBe('Succeeded after 1.2 s');
    expect(standing({ status: 'FAILED', ...times, error: 'States.Timeout' })).toBe(
      'Failed after 1.2 s: States.Timeout',
    );
    expect(standing({ status: 'ABORTED', ...times, error: '' })).toBe('Stopped after 1.2 s');
  });
});
