import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { ownable } from '#core/access';
import { publicImage } from '#core/image';
import { restart } from '#core/lifecycle';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { starts } from '#services/executions';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { imagePath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());
const start = starts({ images: dynamoImages(env.IMAGES_TABLE, dynamo()), workflow });
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, origin }) => {
    const record = await start(path.id, (seen) =>
      restart(ownable(seen, caller, ['operators']), caller.email, workflow.executionOf, new Date()),
    );
    return json(202, publicImage, await show(record, origin));
  },
);
