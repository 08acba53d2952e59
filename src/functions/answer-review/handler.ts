import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { AlreadyDecided, ReviewOver } from '#core/errors';
import { endpoint, httpEnv } from '#http/endpoint';
import { linkReader } from '#services/links';
import { reviewAnswers } from '#services/review-answers';
import { decisions } from '#services/reviews';
import { shows } from '#services/showing';
import { readEnv } from '../env.ts';
import { choice, linkPath, name, url } from '../shapes.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  THUMBNAILS_BUCKET: name,
  LINK_SECRET: name,
  PICTURES_ORIGIN: name,
  IMAGE_MACHINE_ARN: name,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const now = () => new Date();
const follow = linkReader({ images, keys: secretLinkKeys(env.LINK_SECRET, Date.now), now });
const decide = decisions({ images, workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()), now });
const answers = reviewAnswers({
  show: shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL))),
  picturesOrigin: env.PICTURES_ORIGIN,
});

const accepts = ['application/json', 'application/x-www-form-urlencoded'];

/** The button on the review page: the one thing that a link decides by. */
export const handler = endpoint(
  {
    env,
    logger: new Logger(),
    shapes: { path: linkPath, body: choice, accepts },
    showProblem: answers.showProblem,
  },
  async ({ path, body, origin, wantsJson }) => {
    const found = await follow(path.link);
    if (found.state === 'expired') throw new ReviewOver('The time to decide on this picture is over.');
    try {
      const { id, round } = found.record;
      await decide({ id, by: found.reviewer, link: { round }, ...body });
    } catch (error) {
      if (wantsJson || !(error instanceof AlreadyDecided)) throw error;
      return answers.asPage(409, await follow(path.link), path.link, { conflict: true });
    }
    const after = await follow(path.link);
    return wantsJson
      ? answers.asJson(200, after, origin)
      : answers.asPage(200, after, path.link, { justNow: true });
  },
);
