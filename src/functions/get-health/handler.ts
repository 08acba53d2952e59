import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { json } from '#http/answer';
import { endpoint, httpEnv } from '#http/endpoint';
import { readEnv } from '../env.ts';

const env = readEnv(httpEnv);

/** Shallow: the gateway and Lambda answer. What stands behind is not asked, so that nobody can load it by asking. */
export const handler = endpoint({ env, logger: new Logger(), shapes: {} }, async () =>
  json(200, z.object({ status: z.literal('ok') }), { status: 'ok' }),
);
