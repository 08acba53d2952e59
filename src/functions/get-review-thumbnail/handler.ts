import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { NotFound } from '#core/errors';
import { MAIL_RENDITION } from '#core/renditions';
import { redirect } from '#http/answer';
import { behindLink, httpEnv } from '#http/endpoint';
import { viewReader } from '#services/links';
import { keyOfThumbnail } from '#services/showing';
import { readEnv } from '../env.ts';
import { linkPath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  LINK_SECRET: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const follow = viewReader({ images, keys: secretLinkKeys(env.LINK_SECRET, Date.now), now: () => new Date() });
const thumbnails = s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL));

/** Which size; the one in mails unless said. */
const query = z.object({ name: z.string().max(50).default(MAIL_RENDITION) });

/** The picture in the mail and on the page; an address made when it is looked at, since each dies in a minute. */
export const handler = behindLink(
  { env, logger: new Logger(), shapes: { path: linkPath, query } },
  follow,
  async ({ found: record, query }) => {
    const shown = record.thumbnails.find((one) => one.name === query.name);
    if (!shown) throw new NotFound('This picture has no such thumbnail.');
    return redirect(await thumbnails.show(keyOfThumbnail(record.id, shown)));
  },
);
