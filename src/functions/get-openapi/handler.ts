import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { json } from '#http/answer';
import { endpoint, httpEnv } from '#http/endpoint';
import description from '../../../openapi.yaml';
import { readEnv } from '../env.ts';

const env = readEnv(httpEnv);

/** The description of this API, saying where it was asked for. */
export const handler = endpoint({ env, logger: new Logger(), shapes: {} }, async ({ origin }) =>
  json(200, z.looseObject({ openapi: z.string() }), { ...description, servers: [{ url: origin }] }),
);
