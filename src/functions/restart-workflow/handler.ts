import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { ownable, readerOf } from '#core/access';
import { publicImage } from '#core/image';
import { restart } from '#core/new-round';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { starts } from '#services/executions';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath, name } from '../shapes.ts';

const env = readEnv({ ...pictureEnv, IMAGE_MACHINE_ARN: name });
const { images, show } = pictureServices(env);
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());
const start = starts({ images, workflow });

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, origin }) => {
    const record = await start(path.id, (seen) =>
      restart(
        ownable(seen, caller, ['operators']),
        caller.email,
        workflow.executionOf,
        new Date(),
        caller.sub,
      ),
    );
    return json(202, publicImage, await show(record, origin, readerOf(caller)));
  },
);
