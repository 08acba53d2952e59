import { describe, expect, test } from '@jest/globals';
import { standIn } from './definitions.ts';
import {
  ADDRESS,
  decided,
  EXECUTION,
  ID,
  invocation,
  NAME,
  refused,
  send,
  TOKEN,
  WAKE,
} from './image-world.ts';
import { type Answers, fault, HANGS, type Json } from './machine.ts';

const task = { id: ID, round: 1, execution: EXECUTION };

describe('An approved picture', () => {
  test('takes twelve transitions', async () => {
    expect((await send()).steps).toHaveLength(11);
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
          until: WAKE,
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
    const found = { ...picture, inspection: { facts } };
    const open = {
      ...picture,
      inspection: { facts: { verdict: 'rendered', wakeAt: WAKE } },
    };
    const closed = { ...open, review: { outcome: 'approved' } };
    const inputs: Json[] = steps.map(({ input }) => input);
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

describe('What travels from state to state is small, and names nobody', () => {
  const ways: { end: string; answers: Answers; timeouts?: Record<string, number> }[] = [
    { end: 'approved', answers: {} },
    { end: 'rejected', answers: { Decision: [decided('rejected')] } },
    { end: 'expired', answers: { Decision: [decided('expired')] } },
    { end: 'decided on record only', answers: { Decision: [HANGS] }, timeouts: { Decision: 0.01 } },
    { end: 'refused by its header', answers: { Inspect: [refused('tiff-not-supported')] } },
    { end: 'refused by its data', answers: { Render: [refused('checksum-mismatch')] } },
    { end: 'faulty', answers: { Render: [fault('Sandbox.Timedout')] } },
    { end: 'never asked about', answers: { Decision: [HANGS], Ask: [fault('Sqs.SqsException')] } },
    { end: 'not published', answers: { Publish: [fault('Sandbox.Timedout')] } },
  ];

  test.each(ways)('for a picture that is $end', async ({ answers, timeouts }) => {
    const run = await send(answers, timeouts);
    const texts = [...run.steps.map(({ input }) => input), run.output ?? null].map((state) =>
      JSON.stringify(state),
    );
    expect(texts.filter((text) => text.length > 512)).toEqual([]);
    expect(texts.filter((text) => text.includes(ADDRESS) || text.includes(TOKEN))).toEqual([]);
    expect(texts.filter((text) => /Sdk|@|token/i.test(text))).toEqual([]);
  });

  test.each(ways)(
    'and so is what each task is sent, for a picture that is $end',
    async ({ answers, timeouts }) => {
      const run = await send(answers, timeouts);
      const texts = run.sent.map(({ input }) => JSON.stringify(input));
      expect(texts.filter((text) => text.includes(ADDRESS) || text.includes(TOKEN))).toEqual([]);
      expect(texts.filter((text) => text.length > 1024)).toEqual([]);
    },
  );
});
