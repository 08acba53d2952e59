import { dynamoDesks } from '#adapters/desks';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { httpEnv } from '#http/endpoint';
import { linkReader } from '#services/links';
import { nextPicture } from '#services/next-picture';
import { reviewAnswers } from '#services/review-answers';
import { shows } from '#services/showing';
import { name, url } from './shapes.ts';

/** What every function behind a mailed link is configured with. */
export const linkEnv = {
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  LINK_SECRET: name,
  PICTURES_ORIGIN: name,
  AWS_ENDPOINT_URL: url,
};

export type LinkEnv = Record<keyof typeof linkEnv, string>;

/** How links are followed and answered. */
export function linkServices(env: LinkEnv) {
  const db = dynamo();
  const images = dynamoImages(env.IMAGES_TABLE, db);
  const lists = dynamoImageLists(env.IMAGES_TABLE, db);
  const desks = dynamoDesks(env.IMAGES_TABLE, db);
  const keys = secretLinkKeys(env.LINK_SECRET, Date.now);
  const now = () => new Date();
  const answers = reviewAnswers({
    show: shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL))),
    nextOf: nextPicture({ images, lists, keys }),
    picturesOrigin: env.PICTURES_ORIGIN,
    now,
  });
  return { db, images, lists, desks, keys, now, follow: linkReader({ images, keys, now }), answers };
}

export type LinkServices = ReturnType<typeof linkServices>;
