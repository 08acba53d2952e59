import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { readerOf, requireGroup, seesAll } from '#core/access';
import { json } from '#http/answer';
import { revalidation, tagOf, unlessKnown } from '#http/cached';
import { httpEnv, signedIn } from '#http/endpoint';
import type { Caller } from '#http/request';
import { waitingList } from '#services/desks';
import { asListed, shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';
import { answer, type Query, query } from './schema.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const db = dynamo();
const logger = new Logger();
const lists = dynamoImageLists(env.IMAGES_TABLE, db, (id) =>
  logger.error('a record could not be read', { id }),
);
const waiting = waitingList({ images: dynamoImages(env.IMAGES_TABLE, db), lists, logger });
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));

export const handler = signedIn(
  { env, logger, shapes: { query, headers: revalidation } },
  async ({ query, headers, caller, origin }) => {
    const page = query.waitingFor ? await waitingFor(caller, query) : await listed(caller, query);
    const tag = tagOf([...page.items.flatMap(({ id, version }) => [id, version]), page.nextCursor ?? '']);
    return unlessKnown(tag, headers['if-none-match'], async () => {
      const items = await Promise.all(
        page.items.map((record) => show(asListed(record), origin, readerOf(caller))),
      );
      return json(200, answer, { ...page, items });
    });
  },
);

function waitingFor(caller: Caller, { limit, cursor }: Query) {
  requireGroup(caller, 'reviewers');
  return waiting(caller.email, limit, cursor);
}

function listed(caller: Caller, { status, limit, cursor }: Query) {
  return lists.list({
    limit,
    now: new Date(),
    ...(status ? { status } : {}),
    ...(cursor ? { cursor } : {}),
    ...(seesAll(caller) ? {} : { owner: caller.sub }),
  });
}
