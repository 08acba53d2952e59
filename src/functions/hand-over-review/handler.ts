import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { InvalidInput, ReviewOver } from '#core/errors';
import { address, reviewPolicyFile } from '#core/policy';
import { endpoint, httpEnv } from '#http/endpoint';
import { handingOver } from '#services/handing-over';
import { linkReader } from '#services/links';
import { reviewAnswers } from '#services/review-answers';
import { shows } from '#services/showing';
import house from '../../../review-policy.json' with { type: 'json' };
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { comment, linkPath, list, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  ...digestEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  LINK_SECRET: name,
  PICTURES_ORIGIN: name,
  REVIEWER_DOMAINS: list,
  AWS_ENDPOINT_URL: url,
});
const db = dynamo();
const images = dynamoImages(env.IMAGES_TABLE, db);
const now = () => new Date();
const follow = linkReader({ images, keys: secretLinkKeys(env.LINK_SECRET, Date.now), now });
const handOver = handingOver({
  images,
  ...digestServices(env, db, now),
  allowed: { policy: reviewPolicyFile.parse(house), domains: env.REVIEWER_DOMAINS },
});
const answers = reviewAnswers({
  show: shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL))),
  picturesOrigin: env.PICTURES_ORIGIN,
  now,
});

const accepts = ['application/json', 'application/x-www-form-urlencoded'];
const body = z.strictObject({ to: z.string().trim().pipe(address), comment: comment.optional() });

/** A reviewer passes the picture of a link on to a colleague. */
export const handler = endpoint(
  { env, logger: new Logger(), shapes: { path: linkPath, body, accepts }, showProblem: answers.showProblem },
  async ({ path: { link }, body: { to, comment }, origin, wantsJson }) => {
    const found = await follow(link);
    if (found.state === 'expired') throw new ReviewOver('The time to decide on this picture is over.');
    const passing = { from: found.reviewer, to, ...(comment ? { comment } : {}) };
    try {
      await handOver(found.record, passing);
    } catch (error) {
      if (wantsJson || !(error instanceof InvalidInput)) throw error;
      const problem = error.errors.map(({ message }) => message).join(' ');
      return answers.asPage(400, found, link, { handover: { to, comment: comment ?? '', problem } });
    }
    const after = await follow(link);
    return wantsJson ? answers.asJson(200, after, origin) : answers.asPage(200, after, link, {});
  },
);
