import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { asking } from '#services/asking';
import { tokens } from '#services/tokens';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { ask } from './schema.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  IMAGE_MACHINE_ARN: name,
  REVIEW_ACTIVITY_ARN: name,
  ...digestEnv,
});
const db = dynamo();
const images = dynamoImages(env.IMAGES_TABLE, db);
const now = () => new Date();
const join = asking({ images, ...digestServices(env, db, now) });
const collect = tokens({
  images,
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn(true)),
  activity: env.REVIEW_ACTIVITY_ARN,
  now,
});
const logger = new Logger();

/** Puts the pictures into their reviewers' next mail, and keeps the tokens of their waiting tasks. */
export const handler: SQSHandler = async ({ Records }, context) => {
  logger.addContext(context);
  const asks = Records.map(({ messageId, body }) => ({ messageId, ...ask.parse(JSON.parse(body)) }));
  await join(asks);
  const lacking = new Set(await collect(asks, () => context.getRemainingTimeInMillis()));
  logger.info('asked', { pictures: asks.length, lacking: lacking.size });
  const failed = asks.filter(({ id }) => lacking.has(id));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
