import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { httpEnv } from '#http/endpoint';
import { shows } from '#services/showing';
import { name, url } from './shapes.ts';

/** What every function is configured with that answers with a picture. */
export const pictureEnv = {
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
};

type PictureEnv = Record<keyof typeof pictureEnv, string>;

/** The pictures, and how one is shown. */
export function pictureServices(env: PictureEnv) {
  const thumbnails = s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL));
  return { images: dynamoImages(env.IMAGES_TABLE, dynamo()), show: shows(thumbnails) };
}
