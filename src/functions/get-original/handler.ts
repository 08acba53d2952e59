import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { ownable } from '#core/access';
import { json, redirect } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { downloading } from '#services/downloading';
import { readEnv } from '../env.ts';
import { imagePath, name, url } from '../shapes.ts';
import { answer } from './schema.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const download = downloading(s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, wantsJson }) => {
    const record = ownable(await images.get(path.id), caller, ['reviewers']);
    const address = await download(record);
    // A page cannot send its token along a link: it asks for the address first.
    return wantsJson ? json(200, answer, { url: address }) : redirect(address);
  },
);
