import { Logger } from '@aws-lambda-powertools/logger';
import { s3, s3Thumbnails } from '#adapters/pictures';
import { deskAnswers } from '#services/desk-answers';
import { deskReader, waitingList } from '#services/desks';
import { shows } from '#services/showing';
import script from '../pages/desk-script/main.ts?script';
import type { LinkEnv, LinkServices } from './links.ts';

/** More than this many pictures are not shown at once. */
export const MOST_SHOWN = 200;

/** How desks are followed and answered. */
export function deskServices(env: LinkEnv, { images, lists, desks, keys, now }: LinkServices) {
  const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, s3(env.AWS_ENDPOINT_URL)));
  return {
    show,
    follow: deskReader({ desks, keys, now }),
    waiting: waitingList({ images, lists, logger: new Logger() }),
    answers: deskAnswers({ show, keys, script, picturesOrigin: env.PICTURES_ORIGIN }),
  };
}
