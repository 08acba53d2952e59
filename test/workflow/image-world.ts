import type { RefusalCode } from '#core/failures';
import type { Inspection } from '#imaging/header';
import { type Stage, standIn } from './definitions.ts';
import { type Answers, type Json, lambda, machine, type Run, type Way } from './machine.ts';

export const ID = '01kadz5t9qx3m8v7rj2c4w6ehn';
export const NAME = `${ID}-1-1`;
export const EXECUTION = `arn:aws:states:us-east-1:000000000000:execution:contactsheet-image:${NAME}`;
export const DUE = '2026-11-24T10:00:00.000Z';
/** When the clock has something to do first. */
export const WAKE = '2026-11-22T10:00:01.000Z';

/** What must never be kept in a state; the tasks of this world say more than they should. */
export const ADDRESS = 'rita@contactsheet.example';
export const TOKEN = 'AQCEAAAAKgAAAAMAAAAAAAAAAcl0';
const gossip = { by: ADDRESS, token: TOKEN };

const inspected = {
  verdict: 'accepted',
  contentType: 'image/png',
  width: 600,
  height: 400,
} satisfies Inspection;
export const accepted = lambda(inspected);
export const rendered = lambda({ verdict: 'rendered', wakeAt: WAKE });
export const refused = (code: RefusalCode) => lambda({ verdict: 'refused', code } satisfies Inspection);
export const decided = (outcome: string): Json => ({ outcome, ...gossip });
export const onRecord = (next: string) => lambda({ next, until: DUE, ...gossip });
export const settled = (status: string) => lambda({ status, ...gossip });

const usual: Answers = {
  Inspect: [accepted],
  Render: [rendered],
  Decision: [decided('approved')],
  'Read the record': [onRecord('approved')],
  Ask: [{ MessageId: '5fea7756', MD5OfMessageBody: '00', SdkResponseMetadata: { RequestId: '9a' } }],
  'Start the clock': [{ ExecutionArn: `${EXECUTION}-clock`, StartDate: 1_795_258_800 }],
  Publish: [settled('approved')],
  Withdraw: [settled('rejected')],
  Expire: [settled('expired')],
  Refuse: [settled('failed')],
  'Record fault': [settled('failed')],
};

const image = machine('image');
const localImage = machine('image', 'local');
export const untrodden = image.untrodden;

/** A picture's way in a world that differs from the usual one, where it is accepted and approved. */
export function send(
  different: Answers = {},
  timeouts: Record<string, number> = {},
  stage: Stage = 'aws',
): Promise<Run> {
  const execution = { Id: EXECUTION, Name: NAME };
  const answers = { ...usual, ...different };
  return (stage === 'aws' ? image : localImage).run({
    input: { id: ID, round: 1 },
    answers,
    execution,
    timeouts,
  });
}

/** What `lambda:invoke` is sent for a function of the template. */
export function invocation(name: string, more: Record<string, Json> = {}): Json {
  return { FunctionName: standIn(name), Payload: { id: ID, execution: EXECUTION, ...more } };
}

export const TO_RENDER: Way = ['Inspect', 'Acceptable?', 'Render'];
export const TO_REVIEW: Way = [...TO_RENDER, 'Rendered?', 'Review'];
export const ASKED = ['Ask', 'Start the clock'];
export const TO_OUTCOME: Way = [...TO_REVIEW, ['Decision'], ASKED, 'Outcome?'];
export const TO_RECORD: Way = [...TO_REVIEW, ['Decision', 'Read the record'], ASKED, 'Outcome?'];
