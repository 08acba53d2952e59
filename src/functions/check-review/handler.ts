import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { imageId } from '#core/image';
import { task } from '#services/tasks';
import { watching } from '#services/watching';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name, ...digestEnv });
const db = dynamo();
const now = () => new Date();
const watch = watching({
  images: dynamoImages(env.IMAGES_TABLE, db),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  ...digestServices(env, db, now),
});

const input = z.object({ id: imageId, execution: z.string() });

/**
 * Reminds, asks others or lets expire what is due for it, and says where a review stands by its record: `wait` until
 * its clock's next time, or its outcome; `superseded` where the picture is gone or another execution has it.
 */
export const handler = task(new Logger(), input, async ({ id, execution }) => ({
  id,
  execution,
  ...(await watch(id, execution)),
}));
