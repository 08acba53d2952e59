import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { readable } from '#core/access';
import { auditEvent } from '#core/audit';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { imagePath, name } from '../shapes.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const answer = z.object({ items: z.array(auditEvent) });

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller }) => {
    readable(await images.get(path.id), caller);
    return json(200, answer, { items: await images.events(path.id) });
  },
);
