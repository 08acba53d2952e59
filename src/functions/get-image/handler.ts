import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { readable } from '#core/access';
import { publicImage } from '#core/image';
import { json } from '#http/answer';
import { revalidation, tagOf, unlessKnown } from '#http/cached';
import { httpEnv, signedIn } from '#http/endpoint';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { imagePath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, headers: revalidation } },
  async ({ path, headers, caller, origin }) => {
    const record = readable(await images.get(path.id), caller);
    return unlessKnown(tagOf([record.id, record.version]), headers['if-none-match'], async () =>
      json(200, publicImage, await show(record, origin)),
    );
  },
);
