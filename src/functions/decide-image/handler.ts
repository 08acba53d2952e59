import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { requireGroup } from '#core/access';
import { publicImage } from '#core/image';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { decisions } from '#services/reviews';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { choice, imagePath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const decide = decisions({
  images: dynamoImages(env.IMAGES_TABLE, dynamo()),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  now: () => new Date(),
});
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, body: choice } },
  async ({ path, body, caller, origin }) => {
    requireGroup(caller, 'reviewers');
    const record = await decide({ id: path.id, by: caller.email, account: caller.sub, ...body });
    return json(200, publicImage, await show(record, origin));
  },
);
