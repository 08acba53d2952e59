import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';

/** A function that a state machine, a rule or a schedule calls: its input goes through a schema, its errors pass on. */
export function task<S extends z.ZodType, R>(
  logger: Logger,
  schema: S,
  act: (input: z.output<S>, context: Context) => Promise<R>,
) {
  return middy<unknown, R>()
    .use(injectLambdaContext(logger))
    .handler((event, context) => act(schema.parse(event), context));
}
