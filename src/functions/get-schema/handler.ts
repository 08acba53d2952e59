import { Logger } from '@aws-lambda-powertools/logger';
import { NotFound } from '#core/errors';
import { publicDocument } from '#http/answer';
import { endpoint, httpEnv } from '#http/endpoint';
import imageEvent from '../../../schemas/image-event.schema.json' with { type: 'json' };
import renditions from '../../../schemas/renditions.schema.json' with { type: 'json' };
import reviewPolicy from '../../../schemas/review-policy.schema.json' with { type: 'json' };
import { readEnv } from '../env.ts';
import { path } from './schema.ts';

const env = readEnv(httpEnv);
const schemas = new Map<string, object>([
  ['review-policy.schema.json', reviewPolicy],
  ['renditions.schema.json', renditions],
  ['image-event.schema.json', imageEvent],
]);

/** A published JSON Schema by the name of its file. */
export const handler = endpoint({ env, logger: new Logger(), shapes: { path } }, async ({ path }) => {
  const schema = schemas.get(path.file);
  if (schema) return publicDocument('application/schema+json', schema);
  throw new NotFound(`There is no schema of that name; there are ${[...schemas.keys()].join(', ')}.`);
});
