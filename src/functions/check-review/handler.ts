import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { imageId } from '#core/image';
import { later, seconds } from '#core/time';
import { expiry } from '#services/reviews';
import { task } from '#services/tasks';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());
const expire = expiry({ images, workflow, now: () => new Date() });

const input = z.object({ id: imageId, execution: z.string() });

/**
 * Where a review stands, by its record: `wait` until its due time, or its outcome; past the due time it expires.
 * `superseded` where the picture is gone or another execution has it.
 */
export const handler = task(new Logger(), input, async ({ id, execution }) => {
  const seen = await images.get(id);
  if (!seen?.review || seen.execution !== execution) return { next: 'superseded' };
  const { dueAt } = seen.review;
  const { review } = await expire(id);
  // A second on: Step Functions waits to the second, and one that woke early would look again and again.
  return review?.outcome
    ? { next: review.outcome }
    : { next: 'wait', until: later(new Date(dueAt), seconds(1)) };
});
