import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { readable, readerOf, requireGroup } from '#core/access';
import { publicImage } from '#core/image';
import { withdraw } from '#core/lifecycle';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { ends } from '#services/executions';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath, name } from '../shapes.ts';

const env = readEnv({ ...pictureEnv, IMAGE_MACHINE_ARN: name });
const { images, show } = pictureServices(env);
const end = ends({ images, workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()) });

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, origin }) => {
    requireGroup(caller, 'reviewers');
    const record = await end(path.id, 'withdrawn', (seen) =>
      withdraw(readable(seen, caller), caller.email, new Date()),
    );
    return json(200, publicImage, await show(record, origin, readerOf(caller)));
  },
);
