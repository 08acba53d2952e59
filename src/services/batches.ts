import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSHandler, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { traceOf } from '#core/errors';

const processor = new BatchProcessor(EventType.SQS);

/** A function that a queue feeds: each message goes through a schema, and only those that failed come back. */
export function eachMessage<S extends z.ZodType>(
  logger: Logger,
  schema: S,
  act: (message: z.output<S>) => Promise<void>,
): SQSHandler {
  const handle = async ({ body }: SQSRecord) => {
    try {
      await act(schema.parse(JSON.parse(body)));
    } catch (error) {
      logger.error('a message goes back to its queue', traceOf(error));
      throw error;
    }
  };
  return (event, context) => {
    logger.addContext(context);
    return processPartialResponse(event, handle, processor, { context, throwOnFullBatchFailure: false });
  };
}

/**
 * A function that a queue feeds, and that does its messages together. One that cannot be read comes back alone.
 * @param act returns the messages that failed
 */
export function allMessages<S extends z.ZodType>(
  logger: Logger,
  schema: S,
  act: (messages: z.output<S>[], context: Context) => Promise<z.output<S>[]>,
): SQSHandler {
  return async ({ Records }, context) => {
    logger.addContext(context);
    const read = new Map<z.output<S>, string>();
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        read.set(schema.parse(JSON.parse(body)), messageId);
      } catch (error) {
        logger.error('a message goes back to its queue', traceOf(error));
        failed.push(messageId);
      }
    }
    for (const message of await act([...read.keys()], context)) failed.push(read.get(message) ?? '');
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
