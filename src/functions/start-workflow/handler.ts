import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { imageOfKey, s3, s3Originals } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { eachMessage } from '#services/batches';
import { receiving } from '#services/receiving';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';
import { objectCreated } from './schema.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const receive = receiving({
  images: dynamoImages(env.IMAGES_TABLE, dynamo()),
  originals: s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL)),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  now: () => new Date(),
});
const logger = new Logger();

/** One uploaded object: its image is processed, once, however often the event comes. */
export const handler = eachMessage(logger, objectCreated, async ({ detail: { object } }) => {
  const id = imageOfKey(object.key);
  if (!id) return logger.warn('an object that is not an original was ignored');
  const received = await receive(id, object['version-id']);
  if (received !== 'taken') logger.warn(`the object was ${received}`, { id });
});
