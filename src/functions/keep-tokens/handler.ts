import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { traceOf } from '#core/errors';
import { allMessages } from '#services/batches';
import { tokens } from '#services/tokens';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { waiting } from './schema.ts';

const env = readEnv({ IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name, REVIEW_ACTIVITY_ARN: name });
const logger = new Logger();
const collect = tokens({
  images: dynamoImages(env.IMAGES_TABLE, dynamo()),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn(true)),
  activity: env.REVIEW_ACTIVITY_ARN,
  now: () => new Date(),
  onFault: (error) => logger.error('a token was not kept, or an outcome not delivered', traceOf(error)),
});

/** Keeps the tokens of waiting tasks with their pictures; those that still lack one come back. */
export const handler = allMessages(logger, waiting, async (messages, context) => {
  const asks = messages.flatMap((one) => one.asks);
  const lacking = new Set(await collect(asks, () => context.getRemainingTimeInMillis()));
  logger.info('kept', { pictures: asks.length, lacking: lacking.size });
  return messages.filter((one) => one.asks.some(({ id }) => lacking.has(id)));
});
