import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { NotFound } from '#core/errors';
import { isPublic } from '#core/title';
import { redirect } from '#http/answer';
import { endpoint, httpEnv } from '#http/endpoint';
import { keyOfThumbnail } from '#services/showing';
import { readEnv } from '../env.ts';
import { imagePath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const thumbnails = s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL));

export const handler = endpoint(
  { env, logger: new Logger(), shapes: { path: imagePath.extend({ name: z.string().max(50) }) } },
  async ({ path }) => {
    const record = await images.get(path.id);
    const wanted = record && isPublic(record) && record.thumbnails.find((one) => one.name === path.name);
    // One answer for what is not public, not there and never was: visitors learn nothing of the others.
    if (!wanted) throw new NotFound('There is no such picture.');
    return redirect(await thumbnails.show(keyOfThumbnail(path.id, wanted)));
  },
);
