import { describe, expect, test } from '@jest/globals';
import {
  ASKED,
  decided,
  invocation,
  onRecord,
  refused,
  rendered,
  send,
  TO_OUTCOME,
  TO_RECORD,
  TO_RENDER,
  TO_REVIEW,
  untrodden,
  WAKE,
} from './image-world.ts';
import { type Answers, fault, HANGS, lambda, sentTo, type Way } from './machine.ts';

const broken = fault('TypeError', 'no such thing');
const late = { Decision: 0.01 };

describe('A picture ends with a result', () => {
  const results: [outcome: string, task: string, end: string][] = [
    ['approved', 'Publish', 'Published'],
    ['rejected', 'Withdraw', 'Withdrawn'],
    ['expired', 'Expire', 'Expired'],
  ];

  test.each(results)('when its review comes out as %s: %s, %s', async (outcome, task, end) => {
    const run = await send({ Decision: [decided(outcome)] });
    expect(run.way).toEqual([...TO_OUTCOME, task, end]);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { status: outcome } });
    expect(sentTo(run, task)).toEqual([invocation('SettleImage', { as: 'decided' })]);
  });

  test.each(results)('of the record, %s, when the time of its task runs out', async (outcome, task, end) => {
    const run = await send({ Decision: [HANGS], 'Read the record': [onRecord(outcome)] }, late);
    expect(run.way).toEqual([...TO_RECORD, task, end]);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { status: outcome } });
    expect(sentTo(run, 'Read the record')).toEqual([invocation('CheckReview')]);
  });

  test('of the record when its task misses a heartbeat', async () => {
    const run = await send({
      Decision: [fault('States.HeartbeatTimeout')],
      'Read the record': [onRecord('rejected')],
    });
    expect(run.way).toEqual([...TO_RECORD, 'Withdraw', 'Withdrawn']);
    expect(run.status).toBe('SUCCEEDED');
    expect(sentTo(run, 'Decision')).toHaveLength(1);
  });

  test('without being rendered, where it is in review already: an undone decision, or a new title', async () => {
    const run = await send({ Inspect: [rendered] });
    expect(run.way).toEqual([
      'Inspect',
      'Acceptable?',
      'Rendered?',
      'Review',
      ['Decision'],
      ASKED,
      'Outcome?',
      'Publish',
      'Published',
    ]);
    expect(sentTo(run, 'Render')).toEqual([]);
    expect(sentTo(run, 'Start the clock')).toMatchObject([{ Input: { until: WAKE } }]);
  });

  test('when its header says that the file is no picture, and nothing is rendered', async () => {
    const run = await send({ Inspect: [refused('not-an-image')] });
    expect(run.way).toEqual(['Inspect', 'Acceptable?', 'Refuse', 'Refused']);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { status: 'failed' } });
    expect(sentTo(run, 'Refuse')).toEqual([
      invocation('SettleImage', { as: 'refused', code: 'not-an-image' }),
    ]);
  });

  test.each(['checksum-mismatch', 'truncated'] as const)(
    'when rendering finds that it is at fault (%s), and nobody is asked',
    async (code) => {
      const run = await send({ Render: [refused(code)] });
      expect(run.way).toEqual([...TO_RENDER, 'Rendered?', 'Refuse', 'Refused']);
      expect(run).toMatchObject({ status: 'SUCCEEDED', output: { status: 'failed' } });
      expect(sentTo(run, 'Refuse')).toEqual([invocation('SettleImage', { as: 'refused', code })]);
      expect(sentTo(run, 'Render')).toHaveLength(1);
    },
  );

  test.each(['StepFunctions.ExecutionAlreadyExistsException', 'ExecutionAlreadyExists'])(
    'though its clock was started by an earlier try (%s)',
    async (name) => {
      const run = await send({ 'Start the clock': [fault(name)] });
      const asked = [...ASKED, 'Clock runs'];
      expect(run.way).toEqual([...TO_REVIEW, ['Decision'], asked, 'Outcome?', 'Publish', 'Published']);
      expect(run.status).toBe('SUCCEEDED');
      expect(sentTo(run, 'Start the clock')).toHaveLength(1);
    },
  );
});

/** What is sent to record a fault: what the error is called, since its cause may hold anything. */
const recorded = (called: string) => invocation('SettleImage', { as: 'faulty', error: { Error: called } });

describe('An answer that the machine does not know is recorded as a fault', () => {
  interface Unknown {
    who: string;
    answers: Answers;
    way: Way;
    timeouts?: Record<string, number>;
  }
  const unknown: Unknown[] = [
    { who: 'Inspect', answers: { Inspect: [lambda({ verdict: 'more' })] }, way: ['Inspect', 'Acceptable?'] },
    {
      who: 'Inspect, without a verdict',
      answers: { Inspect: [lambda({})] },
      way: ['Inspect', 'Acceptable?'],
    },
    { who: 'Render, without a verdict', answers: { Render: [lambda({})] }, way: [...TO_RENDER, 'Rendered?'] },
    {
      who: 'Render',
      answers: { Render: [lambda({ verdict: 'accepted' })] },
      way: [...TO_RENDER, 'Rendered?'],
    },
    { who: 'Decision', answers: { Decision: [decided('withdrawn')] }, way: TO_OUTCOME },
    ...['wait', 'superseded'].map(
      (next): Unknown => ({
        who: `the record (${next})`,
        answers: { Decision: [HANGS], 'Read the record': [onRecord(next)] },
        way: TO_RECORD,
        timeouts: late,
      }),
    ),
  ];

  test.each(unknown)('from $who', async ({ answers, way, timeouts }) => {
    const run = await send(answers, timeouts);
    const error = {
      Error: 'UnknownAnswer',
      Cause: 'A step answered with something the machine does not know.',
    };
    expect(run.way).toEqual([...way, 'No verdict', 'Record fault', 'Fault']);
    expect(run).toMatchObject({ status: 'FAILED', error: error.Error, cause: error.Cause });
    expect(sentTo(run, 'Record fault')).toEqual([recorded(error.Error)]);
  });

  // Step Functions lets nothing catch States.Runtime; the rule on dead executions starts the picture again.
  test.each<[string, Answers]>([
    ['Render without a due time', { Render: [lambda({ verdict: 'rendered' })] }],
    ['a refusal without a code', { Inspect: [lambda({ verdict: 'refused' })] }],
  ])(
    'unless what is looked for is not even there: %s ends the execution as it stands',
    async (_what, answers) => {
      const run = await send(answers);
      expect(run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(sentTo(run, 'Record fault')).toEqual([]);
    },
  );
});

describe('A fault that stays is recorded, and the execution fails with its error and cause', () => {
  const asking: Way = [...TO_REVIEW, ['Decision']];
  const faulty: { task: string; way: Way; different?: Answers; timeouts?: Record<string, number> }[] = [
    { task: 'Inspect', way: ['Inspect'] },
    { task: 'Render', way: TO_RENDER },
    { task: 'Decision', way: [...asking, ASKED] },
    {
      task: 'Read the record',
      way: [...TO_REVIEW, ['Decision', 'Read the record'], ASKED],
      different: { Decision: [HANGS] },
      timeouts: late,
    },
    { task: 'Ask', way: [...asking, ['Ask']], different: { Decision: [HANGS] } },
    { task: 'Start the clock', way: [...asking, ASKED], different: { Decision: [HANGS] } },
  ];

  test.each(faulty)('when it is in $task', async ({ task, different, way, timeouts }) => {
    const run = await send({ ...different, [task]: [broken] }, timeouts);
    const error = { Error: 'TypeError', Cause: 'no such thing' };
    expect(run.way).toEqual([...way, 'Record fault', 'Fault']);
    expect(run).toMatchObject({ status: 'FAILED', error: error.Error, cause: error.Cause });
    expect(sentTo(run, 'Record fault')).toEqual([recorded(error.Error)]);
  });

  test('when recording it fails too: then the first error is the one that is told', async () => {
    const run = await send({ Inspect: [broken], 'Record fault': [fault('ProvisionedThroughputExceeded')] });
    expect(run.way).toEqual(['Inspect', 'Record fault', 'Fault']);
    expect(run).toMatchObject({ status: 'FAILED', error: 'TypeError', cause: 'no such thing' });
  });
});

describe('A result that cannot be carried out fails the execution and leaves the record to the sweep', () => {
  const settling: [task: string, different: Answers, way: Way][] = [
    ['Publish', {}, TO_OUTCOME],
    ['Withdraw', { Decision: [decided('rejected')] }, TO_OUTCOME],
    ['Expire', { Decision: [decided('expired')] }, TO_OUTCOME],
    ['Refuse', { Render: [refused('corrupt')] }, [...TO_RENDER, 'Rendered?']],
  ];

  test.each(settling)('when %s fails for good', async (task, different, way) => {
    const run = await send({ ...different, [task]: [broken] });
    expect(run.way).toEqual([...way, task, 'Fault']);
    expect(run).toMatchObject({ status: 'FAILED', error: 'TypeError', cause: 'no such thing' });
    expect(sentTo(run, 'Record fault')).toEqual([]);
  });
});

test('Every way that the definition knows was gone here', () => {
  expect(untrodden()).toEqual([]);
});
