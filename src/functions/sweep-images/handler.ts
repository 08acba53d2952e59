import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dueItems } from '#adapters/digests';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals } from '#adapters/pictures';
import { sqsQueue } from '#adapters/queue';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { traceOf } from '#core/errors';
import { inGroups } from '#core/groups';
import { sweeping } from '#services/sweeping';
import { task } from '#services/tasks';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  IMAGE_MACHINE_ARN: name,
  REVIEWS_QUEUE: name,
  ...digestEnv,
  AWS_ENDPOINT_URL: url,
});
const db = dynamo();
const now = () => new Date();
const logger = new Logger();
const sweep = sweeping({
  images: dynamoImages(env.IMAGES_TABLE, db),
  ...digestServices(env, db, now),
  originals: s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL)),
  workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()),
  reviews: sqsQueue(env.REVIEWS_QUEUE),
  now,
});

/** `everything`: also what is not due yet, as after the engine was down. */
const input = z.object({ everything: z.boolean().default(false) });

/** Looks at what is due: nothing that moves stays unlooked at for long. What fails is looked at again next time. */
export const handler = task(logger, input, async ({ everything }) => {
  let failed = 0;
  const due = await dueItems(env.IMAGES_TABLE, db, everything ? undefined : now().toISOString(), (sk) => {
    failed += 1;
    logger.error('the sweep skipped a row of an unknown kind', { sk });
  });
  for (const group of inGroups(due, 10)) {
    const results = await Promise.allSettled(group.map(sweep));
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      failed += 1;
      logger.error('the sweep left something for next time', traceOf(result.reason));
    }
  }
  logger.info('swept', { looked: due.length, failed });
  return { looked: due.length, failed };
});
