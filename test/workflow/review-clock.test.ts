import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { standIn } from './definitions.ts';
import { type Answers, fault, HANGS, lambda, machine, type Run, sentTo, times, tries } from './machine.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const HOUR = 60 * 60 * 1000;
const ID = '01kadz5t9qx3m8v7rj2c4w6ehn';
const EXECUTION = `arn:aws:states:us-east-1:000000000000:execution:contactsheet-image:${ID}-1-1`;
const hence = (hours: number) => new Date(NOW.getTime() + hours * HOUR).toISOString();
const said = (next: string, hours: number) =>
  lambda({ id: ID, execution: EXECUTION, next, until: hence(hours), by: 'rita@contactsheet.example' });
const wait = (hours: number) => said('wait', hours);
const over = (next: string) => said(next, 72);

const clock = machine('review-clock');
const start = (answers: Answers, hours: number) =>
  clock.run({ input: { id: ID, execution: EXECUTION, until: hence(hours) }, answers });

/** When Check was asked, in hours from the start. */
const asked = (run: Run) => run.sent.map(({ at }) => (at - NOW.getTime()) / HOUR);

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('A clock', () => {
  test.each(['approved', 'rejected', 'expired', 'superseded'])(
    'wakes at the due time, and leaves when the record says %s',
    async (next) => {
      const running = start({ Check: [over(next)] }, 72);
      await jest.advanceTimersByTimeAsync(73 * HOUR);
      const run = await running;
      expect(run.status).toBe('SUCCEEDED');
      expect(run.way).toEqual(['Wait', 'Check', 'Still open?', 'Done']);
      expect(asked(run)).toEqual([72]);
      expect(sentTo(run, 'Check')).toEqual([
        { FunctionName: standIn('CheckReview'), Payload: { id: ID, execution: EXECUTION } },
      ]);
    },
  );

  test('waits again, each time until the next milestone, while the record says wait', async () => {
    const running = start({ Check: [wait(96), wait(120), over('expired')] }, 72);
    await jest.advanceTimersByTimeAsync(130 * HOUR);
    const run = await running;
    // A reminder is three transitions.
    const again = ['Wait', 'Check', 'Still open?'];
    expect(run.way).toEqual([...again, ...again, 'Wait', 'Check', 'Still open?', 'Done']);
    expect(asked(run)).toEqual([72, 96, 120]);
    expect(run.status).toBe('SUCCEEDED');
  });

  test('carries nothing from wait to wait but whose clock it is and until when', async () => {
    const running = start({ Check: [wait(96), over('expired')] }, 72);
    await jest.advanceTimersByTimeAsync(100 * HOUR);
    const waits = (await running).steps.filter(({ state }) => state === 'Wait').map(({ input }) => input);
    expect(waits).toEqual([
      { id: ID, execution: EXECUTION, until: hence(72) },
      { id: ID, execution: EXECUTION, next: 'wait', until: hence(96) },
    ]);
  });

  test('checks at once when its time has passed before it started', async () => {
    const running = start({ Check: [over('expired')] }, -1);
    await jest.advanceTimersByTimeAsync(1000);
    expect((await running).status).toBe('SUCCEEDED');
  });

  test('tries Check again up to 12 times, and that again after each wait', async () => {
    const faults = times(12, fault('Lambda.TooManyRequestsException'));
    const running = start({ Check: [...faults, wait(96), ...faults, over('expired')] }, 72);
    await jest.advanceTimersByTimeAsync(100 * HOUR);
    const run = await running;
    expect(run.status).toBe('SUCCEEDED');
    expect(tries(run, 'Check')).toBe(26);
  });

  test('stops with the error and its cause when Check fails for good', async () => {
    const running = start({ Check: [fault('TypeError', 'no such thing')] }, 72);
    await jest.advanceTimersByTimeAsync(73 * HOUR);
    const run = await running;
    expect(run.way).toEqual(['Wait', 'Check', 'Stopped']);
    expect(run).toMatchObject({ status: 'FAILED', error: 'TypeError', cause: 'no such thing' });
    expect(tries(run, 'Check')).toBe(13);
  });

  test('tries Check again when it does not answer in its time', async () => {
    const running = start({ Check: [HANGS, over('approved')] }, 72);
    await jest.advanceTimersByTimeAsync(73 * HOUR);
    const run = await running;
    expect(run.status).toBe('SUCCEEDED');
    expect(asked(run)).toEqual([72, 72 + 60 / 3600]);
  });
});

test('Every way that the definition knows was gone here', () => {
  expect(clock.untrodden()).toEqual([]);
});
