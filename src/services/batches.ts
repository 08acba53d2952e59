import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler, SQSRecord } from 'aws-lambda';
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
