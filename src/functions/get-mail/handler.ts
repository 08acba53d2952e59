import { Logger } from '@aws-lambda-powertools/logger';
import { dynamo } from '#adapters/table';
import { dynamoUndelivered } from '#adapters/undelivered';
import { seenBy } from '#core/undelivered';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { answer } from './schema.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name });
const undelivered = dynamoUndelivered(env.IMAGES_TABLE, dynamo());

/** Whether mail leaves, and whom it does not reach: all of it for operators, else what concerns who asks. */
export const handler = signedIn({ env, logger: new Logger(), shapes: {} }, async ({ caller }) =>
  json(200, answer, seenBy(caller, await undelivered.list(new Date()))),
);
