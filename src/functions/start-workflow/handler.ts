import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { imageOfKey, s3, s3Originals } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { uploaded } from '#core/lifecycle';
import { eachMessage } from '#services/batches';
import { startNamed } from '#services/executions';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';
import { objectCreated } from './schema.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const originals = s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL));
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());
const logger = new Logger();

/** One uploaded object: its image is processed, once, however often the event comes. */
export const handler = eachMessage(logger, objectCreated, async ({ detail: { object } }) => {
  const id = imageOfKey(object.key);
  if (!id) return logger.warn('an object that is not an original was ignored');
  const found = await originals.find(id, object['version-id']);
  if (!found) return logger.warn('the object was gone', { id });
  if (!(await images.get(id))) {
    // The picture was deleted while its file was on its way.
    return originals.remove(id);
  }
  const { record } = await images.change(id, (seen) =>
    uploaded(seen, found, workflow.executionOf, new Date()),
  );
  // A write without a start, from a run that was cut off, is made good here; a second start does nothing.
  if (record.status === 'processing' && record.upload?.versionId === found.versionId) {
    await startNamed(workflow, record);
  }
});
