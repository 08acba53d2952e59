import { describe, expect, test } from '@jest/globals';
import {
  ASKED,
  accepted,
  decided,
  onRecord,
  refused,
  rendered,
  send,
  settled,
  TO_REVIEW,
} from './image-world.ts';
import { type Answer, type Answers, fault, HANGS, MACHINE, times, tries } from './machine.ts';

const broken = fault('TypeError');
const late = { Decision: 0.01 };

/** A task, how often it is tried again, and the world in which it is reached. */
interface Tried {
  task: string;
  again: number;
  good: Answer;
  different?: Answers;
  timeouts?: Record<string, number>;
}

const tasks: Tried[] = [
  { task: 'Inspect', again: 3, good: accepted },
  { task: 'Render', again: 3, good: rendered },
  { task: 'Decision', again: 3, good: decided('approved') },
  {
    task: 'Read the record',
    again: 6,
    good: onRecord('approved'),
    different: { Decision: [HANGS] },
    timeouts: late,
  },
  { task: 'Ask', again: 6, good: { MessageId: '5fea7756' } },
  { task: 'Start the clock', again: 6, good: { ExecutionArn: 'arn' } },
  { task: 'Publish', again: 10, good: settled('approved') },
  { task: 'Withdraw', again: 10, good: settled('rejected'), different: { Decision: [decided('rejected')] } },
  { task: 'Expire', again: 10, good: settled('expired'), different: { Decision: [decided('expired')] } },
  { task: 'Refuse', again: 10, good: settled('failed'), different: { Inspect: [refused('corrupt')] } },
];

describe('A fault that passes does no harm', () => {
  test.each(tasks)(
    '$task is tried again up to $again times',
    async ({ task, again, different, good, timeouts }) => {
      const run = await send({ ...different, [task]: [...times(again, broken), good] }, timeouts);
      expect(run.status).toBe('SUCCEEDED');
      expect(tries(run, task)).toBe(1 + again);
    },
  );

  test.each(tasks)(
    '$task is given up after its $again tries more',
    async ({ task, again, different, timeouts }) => {
      const run = await send({ ...different, [task]: [broken] }, timeouts);
      expect(run).toMatchObject({ status: 'FAILED', error: 'TypeError' });
      expect(tries(run, task)).toBe(1 + again);
    },
  );

  test('Recording a fault is tried again up to 10 times', async () => {
    const passes = await send({
      Inspect: [broken],
      'Record fault': [...times(10, broken), settled('failed')],
    });
    expect(tries(passes, 'Record fault')).toBe(11);
    const stays = await send({ Inspect: [broken], 'Record fault': [broken] });
    expect(tries(stays, 'Record fault')).toBe(11);
  });
});

describe.each<[string, Answer]>([
  ['Inspect', accepted],
  ['Render', rendered],
])('%s, when there is no room', (task, good) => {
  const throttled = ['Lambda.TooManyRequestsException', 'Lambda.Unknown'];

  test.each(throttled)('is tried until there is, however it is told (%s)', async (name) => {
    const run = await send({ [task]: [...times(120, fault(name)), good] });
    expect(run.status).toBe('SUCCEEDED');
    expect(tries(run, task)).toBe(121);
  });

  test.each(throttled)('is given up after a hundred and twenty tries more (%s)', async (name) => {
    const run = await send({ [task]: [fault(name)] });
    expect(run).toMatchObject({ status: 'FAILED', error: name });
    expect(tries(run, task)).toBe(121);
  });

  test('has its faults counted apart', async () => {
    const throttles = times(20, fault('Lambda.TooManyRequestsException'));
    const passes = await send({ [task]: [broken, broken, ...throttles, broken, ...throttles, good] });
    expect(passes.status).toBe('SUCCEEDED');
    const stays = await send({ [task]: [broken, broken, ...throttles, broken, broken, good] });
    expect(stays).toMatchObject({ status: 'FAILED', error: 'TypeError' });
  });
});

describe('A task that never answers', () => {
  const hanging = tasks.filter(({ task }) => task !== 'Decision');

  test.each(hanging)(
    '($task) is tried again when its time is over',
    async ({ task, different, good, timeouts }) => {
      const run = await send({ ...different, [task]: [HANGS, good] }, { ...timeouts, [task]: 0.01 });
      expect(run.status).toBe('SUCCEEDED');
      expect(tries(run, task)).toBe(2);
    },
  );

  test('(Inspect) is a fault in the end', async () => {
    const run = await send({ Inspect: [HANGS] }, { Inspect: 0.01 });
    expect(run.way).toEqual(['Inspect', 'Record fault', 'Fault']);
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('(Decision) is not asked twice: reviewers had all the time there is', async () => {
    const run = await send({ Decision: [HANGS] }, late);
    expect(tries(run, 'Decision')).toBe(1);
    expect(tries(run, 'Read the record')).toBe(1);
  });
});

describe('A review', () => {
  test('that no worker ever takes ends with the time of the whole machine', async () => {
    const run = await send({ Decision: [HANGS] }, { [MACHINE]: 0.05 });
    expect(run.status).toBe('TIMED_OUT');
    expect(run.way).toEqual([...TO_REVIEW, ['Decision'], ASKED]);
  });

  test('does not wait for a decision when its reviewers cannot be asked', async () => {
    const run = await send({ Decision: [HANGS], Ask: [broken] });
    expect(run).toMatchObject({ status: 'FAILED', error: 'TypeError' });
  });
});
