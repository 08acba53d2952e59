import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImageLists } from '#adapters/image-lists';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { seesAll } from '#core/access';
import { json } from '#http/answer';
import { revalidation, tagOf, unlessKnown } from '#http/cached';
import { httpEnv, signedIn } from '#http/endpoint';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';
import { answer, query } from './schema.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImageLists(env.IMAGES_TABLE, dynamo());
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { query, headers: revalidation } },
  async ({ query: { status, limit, cursor }, headers, caller, origin }) => {
    const page = await images.list({
      limit,
      now: new Date(),
      ...(status ? { status } : {}),
      ...(cursor ? { cursor } : {}),
      ...(seesAll(caller) ? {} : { owner: caller.sub }),
    });
    const tag = tagOf([...page.items.flatMap(({ id, version }) => [id, version]), page.nextCursor ?? '']);
    return unlessKnown(tag, headers['if-none-match'], async () => {
      const items = await Promise.all(page.items.map((record) => show(record, origin)));
      return json(200, answer, { ...page, items });
    });
  },
);
