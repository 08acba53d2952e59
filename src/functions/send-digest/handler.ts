import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoDigests } from '#adapters/digests';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { sesMail } from '#adapters/mail';
import { sqsQueue } from '#adapters/queue';
import { dynamo } from '#adapters/table';
import { seconds } from '#core/time';
import { eachMessage } from '#services/batches';
import { mailing } from '#services/mailing';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  DIGESTS_QUEUE: name,
  DIGEST_QUIET_SECONDS: z.coerce.number().positive(),
  DIGEST_MAX_SECONDS: z.coerce.number().positive(),
  LINK_SECRET: name,
  SENDER_ADDRESS: name,
  MAIL_BASE_URL: z.url(),
});
const db = dynamo();
const logger = new Logger();
const mailDue = mailing({
  images: dynamoImages(env.IMAGES_TABLE, db),
  lists: dynamoImageLists(env.IMAGES_TABLE, db),
  digests: dynamoDigests(env.IMAGES_TABLE, db),
  nudges: sqsQueue(env.DIGESTS_QUEUE),
  mail: sesMail(env.SENDER_ADDRESS),
  keys: secretLinkKeys(env.LINK_SECRET, Date.now),
  times: { quiet: seconds(env.DIGEST_QUIET_SECONDS), max: seconds(env.DIGEST_MAX_SECONDS) },
  baseUrl: env.MAIL_BASE_URL,
  logger,
  now: () => new Date(),
});
const nudge = z.object({ reviewer: z.email(), digest: z.string(), joinedAt: z.string() });

/** Closes the digests whose time has come, and mails them. */
export const handler = eachMessage(logger, nudge, mailDue);
