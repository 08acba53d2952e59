import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { ownable } from '#core/access';
import { isFinal } from '#core/change';
import type { ImageRecord } from '#core/image';
import { empty } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { imagePath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  THUMBNAILS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const client = s3(env.AWS_ENDPOINT_URL);
const originals = s3Originals(env.ORIGINALS_BUCKET, client);
const thumbnails = s3Thumbnails(env.THUMBNAILS_BUCKET, client);
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller }) => {
    const record = ownable(await images.get(path.id), caller, ['operators']);
    await stop(record);
    // The record goes last: cut short before, the whole can be asked for again.
    await Promise.all([originals.remove(path.id), thumbnails.remove(path.id)]);
    const removed = await images.remove(path.id);
    // A decision may have been taken back meanwhile: that started another.
    if (removed && removed.execution !== record.execution) await stop(removed);
    return empty(204);
  },
);

async function stop({ execution, status }: ImageRecord): Promise<void> {
  if (!execution || isFinal(status)) return;
  await workflow.stop(execution, 'deleted');
  await workflow.stopClock(execution);
}
