import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoDigests } from '#adapters/digests';
import type { ImageLists } from '#adapters/image-lists';
import { sqsQueue } from '#adapters/queue';
import { timesOf } from '#core/digest';
import { seconds } from '#core/time';
import type { Nudge } from '#services/digests';
import { name } from './shapes.ts';

const length = z.coerce.number().positive();

/** What every function that puts pictures into somebody's next mail is configured with. */
export const digestEnv = {
  DIGESTS_QUEUE: name,
  DIGEST_QUIET_SECONDS: length,
  DIGEST_MAX_SECONDS: length,
  DIGEST_GATHER_SECONDS: length,
};

type DigestEnv = { IMAGES_TABLE: string } & { [K in keyof typeof digestEnv]: z.infer<(typeof digestEnv)[K]> };

/** The digests, their queue and their times. */
export function digestServices(env: DigestEnv, db: DynamoDBDocumentClient, now: () => Date) {
  return {
    digests: dynamoDigests(env.IMAGES_TABLE, db),
    nudges: sqsQueue<Nudge>(env.DIGESTS_QUEUE),
    times: timesOf({
      quiet: seconds(env.DIGEST_QUIET_SECONDS),
      max: seconds(env.DIGEST_MAX_SECONDS),
      gather: seconds(env.DIGEST_GATHER_SECONDS),
    }),
    newId: () => ulid().toLowerCase(),
    now,
  };
}

/** More than a person can have waiting. */
const MOST_WAITING = 1000;

/** The ids of all that waits for a reviewer. */
export function waitingFor(lists: Pick<ImageLists, 'waiting'>) {
  return async (reviewer: string) => (await lists.waiting(reviewer, MOST_WAITING)).ids;
}
