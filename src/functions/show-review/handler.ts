import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { verdict } from '#core/image';
import { endpoint, httpEnv } from '#http/endpoint';
import { linkReader } from '#services/links';
import { reviewAnswers } from '#services/review-answers';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { linkPath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  LINK_SECRET: name,
  PICTURES_ORIGIN: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const follow = linkReader({ images, keys: secretLinkKeys(env.LINK_SECRET, Date.now), now: () => new Date() });
const answers = reviewAnswers({
  show: shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL))),
  picturesOrigin: env.PICTURES_ORIGIN,
});

/** `choice` comes from the button in the mail: it says which button to offer first, and decides nothing. */
const query = z.object({ choice: verdict.optional() });

/** The page behind a mailed link. Mail scanners open every link: whatever is asked here, nothing changes. */
export const handler = endpoint(
  { env, logger: new Logger(), shapes: { path: linkPath, query }, showProblem: answers.showProblem },
  async ({ path, query, origin, wantsJson }) => {
    const found = await follow(path.link);
    const status = found.state === 'expired' ? 410 : 200;
    if (wantsJson) return answers.asJson(status, found, origin);
    return answers.asPage(status, found, path.link, query.choice ? { choice: query.choice } : {});
  },
);
