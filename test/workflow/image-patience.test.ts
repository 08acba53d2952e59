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

const called = tasks.filter(({ task }) => !['Decision', 'Ask', 'Start the clock'].includes(task));

describe.each(called)('$task, when there is no room', ({ task, again, good, different, timeouts }) => {
  const throttled = [
    ['on AWS', 'aws', 'Lambda.TooManyRequestsException'],
    ['locally', 'local', 'Lambda.Unknown'],
  ] as const;

  test.each(throttled)('is tried until there is (%s)', async (_, stage, name) => {
    const run = await send({ ...different, [task]: [...times(120, fault(name)), good] }, timeouts, stage);
    expect(run.status).toBe('SUCCEEDED');
    expect(tries(run, task)).toBe(121);
  });

  test.each(throttled)('is given up after 120 tries more (%s)', async (_, stage, name) => {
    const run = await send({ ...different, [task]: [fault(name)] }, timeouts, stage);
    expect(run).toMatchObject({ status: 'FAILED', error: name });
    expect(tries(run, task)).toBe(121);
  });

  test('has its faults counted apart', async () => {
    const throttles = times(20, fault('Lambda.TooManyRequestsException'));
    const some = times(again, broken);
    const passes = await send({ ...different, [task]: [...some, ...throttles, good] }, timeouts);
    expect(passes.status).toBe('SUCCEEDED');
    const stays = await send({ ...different, [task]: [...some, ...throttles, broken, good] }, timeouts);
    expect(stays).toMatchObject({ status: 'FAILED', error: 'TypeError' });
  });
});

test('Recording a fault is tried until there is room', async () => {
  const throttles = times(120, fault('Lambda.TooManyRequestsException'));
  const run = await send({ Inspect: [broken], 'Record fault': [...throttles, settled('failed')] });
  expect(tries(run, 'Record fault')).toBe(121);
});

describe.each([
  // What a function is called that ran out of memory or of time: by Step Functions, and by Lambda's runtimes.
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'States.Timeout',
])('A file that kills its renderer each time, told as %s,', (name) => {
  test('is rendered four times on AWS, not 121 times', async () => {
    const run = await send({ Render: [fault(name)] });
    expect(run).toMatchObject({ status: 'FAILED', error: name });
    expect(tries(run, 'Render')).toBe(4);
    expect(run.way).toEqual(['Inspect', 'Acceptable?', 'Render', 'Record fault', 'Fault']);
  });

  test('is inspected four times', async () => {
    const run = await send({ Inspect: [fault(name)] });
    expect(tries(run, 'Inspect')).toBe(4);
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
