import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { NotFound } from '#core/errors';
import { imageOfExecution } from '#core/lifecycle';
import { eachMessage } from '#services/batches';
import { revival } from '#services/executions';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name });
const revive = revival({
  images: dynamoImages(env.IMAGES_TABLE, dynamo()),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  now: () => new Date(),
});

/** "Step Functions Execution Status Change" as a rule puts it into a queue, as far as it is read. */
const died = z.object({
  detail: z.object({
    executionArn: z.string(),
    status: z.string(),
    error: z.string().nullish(),
  }),
});

/** An execution ended without success: if its picture still depends on it, another takes its place. */
export const handler = eachMessage(
  new Logger(),
  died,
  async ({ detail: { executionArn, status, error } }) => {
    const id = imageOfExecution(executionArn);
    if (!id) return;
    await revive(id, executionArn, error || status).catch((problem: unknown) => {
      // Deleted pictures' executions are stopped on purpose.
      if (!(problem instanceof NotFound)) throw problem;
    });
  },
);
