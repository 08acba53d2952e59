import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { eventFor, readable, readerOf } from '#core/access';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { imagePath, name } from '../shapes.ts';
import { answer, query } from './schema.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name });
const logger = new Logger();
const images = dynamoImages(env.IMAGES_TABLE, dynamo(), (sk) =>
  logger.error('an entry of a trail could not be read', { sk }),
);

export const handler = signedIn(
  { env, logger, shapes: { path: imagePath, query } },
  async ({ path, query: { limit, cursor }, caller }) => {
    readable(await images.get(path.id), caller);
    const after = cursor === undefined ? undefined : Number(cursor);
    const { items, nextCursor } = await images.events(path.id, limit, after);
    const more = nextCursor === undefined ? {} : { nextCursor: String(nextCursor) };
    return json(200, answer, { items: items.map((one) => eventFor(one, readerOf(caller))), ...more });
  },
);
