import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { imageId, publicImage, status } from '#core/image';
import { seesAll } from '#core/lifecycle';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name, THUMBNAILS_BUCKET: name, AWS_ENDPOINT_URL: z.string().default('') });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

const query = z.strictObject({
  status: status.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  /** The id that the page before ended with: it tells nothing that the page did not. */
  cursor: imageId.optional(),
});
const answer = z.object({ items: z.array(publicImage), nextCursor: imageId.optional() });

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { query } },
  async ({ query: { status, limit, cursor }, caller, origin }) => {
    const page = await images.list({
      limit,
      now: new Date(),
      ...(status ? { status } : {}),
      ...(cursor ? { cursor } : {}),
      ...(seesAll(caller) ? {} : { owner: caller.sub }),
    });
    const items = await Promise.all(page.items.map((record) => show(record, origin)));
    return json(200, answer, { ...page, items });
  },
);
