import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { ownable, readerOf } from '#core/access';
import { publicImage } from '#core/image';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { renaming } from '#services/renaming';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath, name, title } from '../shapes.ts';

const env = readEnv({ ...pictureEnv, ...digestEnv, IMAGE_MACHINE_ARN: name });
const { images, show } = pictureServices(env);
const rename = renaming({
  images,
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  ...digestServices(env, dynamo(), () => new Date()),
});

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, body: z.strictObject({ title }) } },
  async ({ path, body, caller, origin }) => {
    const record = await rename({
      id: path.id,
      title: body.title,
      by: caller.email,
      mayRename: (seen) => ownable(seen, caller),
    });
    return json(200, publicImage, await show(record, origin, readerOf(caller)));
  },
);
