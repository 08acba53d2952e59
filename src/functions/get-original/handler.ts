import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { ownable } from '#core/access';
import { NotFound } from '#core/errors';
import { json, redirect } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
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
const originals = s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, wantsJson }) => {
    const { id, filename, upload } = ownable(await images.get(path.id), caller, ['reviewers']);
    if (!upload) throw new NotFound('The file of this picture has not been uploaded.');
    const address = await originals.show(id, upload.versionId, filename);
    // A page cannot send its token along a link: it asks for the address first.
    return wantsJson ? json(200, answer, { url: address }) : redirect(address);
  },
);
