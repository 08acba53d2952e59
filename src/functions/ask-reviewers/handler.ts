import { Logger } from '@aws-lambda-powertools/logger';
import type * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { sqsQueue } from '#adapters/queue';
import { dynamo } from '#adapters/table';
import { traceOf } from '#core/errors';
import { asking } from '#services/asking';
import { allMessages } from '#services/batches';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import type { waiting } from '../keep-tokens/schema.ts';
import { name } from '../shapes.ts';
import { ask } from './schema.ts';

const env = readEnv({ IMAGES_TABLE: name, TOKENS_QUEUE: name, ...digestEnv });
const db = dynamo();
const now = () => new Date();
const join = asking({ images: dynamoImages(env.IMAGES_TABLE, db), ...digestServices(env, db, now) });
const tokens = sqsQueue<z.input<typeof waiting>>(env.TOKENS_QUEUE);
const logger = new Logger();

/** Puts the pictures into their reviewers' next mail; their tasks' tokens, which may take a minute, are kept by another function. */
export const handler = allMessages(logger, ask, async (asks) => {
  const [results] = await Promise.all([join(asks), tokens.send({ asks })]);
  const failed = asks.filter((_, at) => results[at]?.status === 'rejected');
  for (const one of results) {
    if (one.status === 'rejected') logger.error('a picture was not asked about', traceOf(one.reason));
  }
  logger.info('asked', { pictures: asks.length, failed: failed.length });
  return failed;
});
