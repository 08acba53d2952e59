import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { ownable } from '#core/access';
import { empty } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { deleting } from '#services/deleting';
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
const remove = deleting({
  images,
  originals: s3Originals(env.ORIGINALS_BUCKET, client),
  thumbnails: s3Thumbnails(env.THUMBNAILS_BUCKET, client),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
});

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller }) => {
    await remove(ownable(await images.get(path.id), caller, ['operators']));
    return empty(204);
  },
);
