import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import type { Change } from '#core/change';
import { NotFound } from '#core/errors';
import { type RefusalCode, refusals } from '#core/failures';
import { type ImageRecord, imageId } from '#core/image';
import { fail, faulted } from '#core/lifecycle';
import { settle } from '#core/review';
import { task } from '#services/tasks';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const logger = new Logger();

const refusal = z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]);
const target = { id: imageId, execution: z.string() };
const input = z.discriminatedUnion('as', [
  /** Carry out the outcome on record: publish, withdraw or expire. */
  z.object({ ...target, as: z.literal('decided') }),
  z.object({ ...target, as: z.literal('refused'), code: refusal }),
  z.object({ ...target, as: z.literal('faulty'), error: z.object({ Error: z.string() }) }),
]);
type Input = z.infer<typeof input>;

/** Brings an image to its final state. Done before, deleted or in other hands: nothing is left to do. */
export const handler = task(logger, input, async (order) => {
  try {
    if (order.as === 'faulty')
      logger.error('an execution failed', { id: order.id, error: order.error.Error });
    const { record } = await images.change(order.id, (seen) => settled(seen, order, new Date()));
    return { status: record.status };
  } catch (error) {
    if (error instanceof NotFound) return { status: 'gone' };
    throw error;
  }
});

function settled(record: ImageRecord, order: Input, now: Date): Change | undefined {
  if (record.execution !== order.execution) return undefined;
  if (order.as === 'decided') return settle(record, now);
  if (order.as === 'faulty') return faulted(record, now);
  return fail(record, order.code, now);
}
