import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { readerOf, requireGroup } from '#core/access';
import { publicImage } from '#core/image';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { decisions } from '#services/reviews';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { choice, imagePath, name } from '../shapes.ts';

const env = readEnv({ ...pictureEnv, IMAGE_MACHINE_ARN: name });
const { images, show } = pictureServices(env);
const decide = decisions({
  images,
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  now: () => new Date(),
});

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, body: choice } },
  async ({ path, body, caller, origin }) => {
    requireGroup(caller, 'reviewers');
    const record = await decide({ id: path.id, by: caller.email, account: caller.sub, ...body });
    return json(200, publicImage, await show(record, origin, readerOf(caller)));
  },
);
