import { describe, expect, test } from '@jest/globals';
import { standIn } from './definitions.ts';
import {
  ADDRESS,
  decided,
  DUE,
  EXECUTION,
  ID,
  invocation,
  NAME,
  onRecord,
  refused,
  send,
  TOKEN,
} from './image-world.ts';
import { type Answers, fault, HANGS, type Json, sentTo } from './machine.ts';

const task = { id: ID, round: 1, execution: EXECUTION };

describe('An approved picture', () => {
  test('takes twelve transitions', async () => {
    expect((await send()).steps).toHaveLength(12);
  });

  test('has each task sent what it needs, and no more', async () => {
    const run = await send();
    const sent = Object.fromEntries(run.sent.map(({ task: name, input }) => [name, input]));
    expect(run.sent).toHaveLength(6);
    expect(sent).toEqual({
      Inspect: invocation('InspectImage'),
      Render: invocation('RenderImage', { contentType: 'image/png' }),
      Decision: task,
      Ask: { QueueUrl: standIn('ReviewsQueue'), MessageBody: task },
      'Start the clock': {
        StateMachineArn: standIn('ReviewClock'),
        Name: `${NAME}-clock`,
        Input: {
          id: ID,
          execution: EXECUTION,
          until: DUE,
          AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: EXECUTION,
        },
      },
      Publish: invocation('SettleImage', { as: 'decided' }),
    });
  });

  test('carries what was found, and the outcome alone of its review', async () => {
    const { steps } = await send();
    const picture = { id: ID, round: 1 };
    const facts = { verdict: 'accepted', contentType: 'image/png', width: 600, height: 400 };
    const found = { ...picture, inspection: { verdict: 'accepted', facts } };
    const open = {
      ...picture,
      inspection: { verdict: 'rendered', facts: { verdict: 'rendered', dueAt: DUE } },
    };
    const closed = { ...open, review: { outcome: 'approved' } };
    const inputs: Json[] = steps.filter(({ state }) => state !== 'Decided').map(({ input }) => input);
    const branches = [open, open, open]; // Decision, Ask, Start the clock
    expect(inputs).toEqual([
      picture,
      found,
      found,
      open,
      open,
      ...branches,
      closed,
      closed,
      { status: 'approved' },
    ]);
  });
});

/** The worker's own answer, before the machine picks the outcome from it. */
const ANSWERED = 'Decided';

describe('What travels from state to state is small, and names nobody', () => {
  const ways: [name: string, answers: Answers, timeouts?: Record<string, number>][] = [
    ['approved', {}],
    ['rejected', { Decision: [decided('rejected')] }],
    ['expired', { Decision: [decided('expired')] }],
    ['decided on record only', { Decision: [HANGS], 'Read the record': [onRecord('approved')] }, { Decision: 0.01 }],
    ['refused by its header', { Inspect: [refused('tiff-not-supported')] }],
    ['refused by its data', { Render: [refused('checksum-mismatch')] }],
    ['faulty', { Render: [fault('Lambda.Unknown')] }],
    ['never asked about', { Decision: [HANGS], Ask: [fault('Sqs.SqsException')] }],
    ['not published', { Publish: [fault('Lambda.Unknown')] }],
  ];

  test.each(ways)('for a picture that is %s', async (_name, answers, timeouts) => {
    const run = await send(answers, timeouts);
    for (const { state, input } of run.steps.filter((step) => step.state !== ANSWERED)) {
      expect({ state, bytes: JSON.stringify(input).length }).toEqual({ state, bytes: expect.toBeBelow(512) });
    }
  });
});
