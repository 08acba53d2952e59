import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoDesks } from '#adapters/desks';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { sesMail } from '#adapters/mail';
import { sqsQueue } from '#adapters/queue';
import { dynamo } from '#adapters/table';
import { dynamoUndelivered } from '#adapters/undelivered';
import { eachMessage } from '#services/batches';
import { bouncing } from '#services/escalating';
import { mailing } from '#services/mailing';
import { sheetsOf } from '#services/sheets';
import { digestEnv, digestServices, waitingFor } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { nudge } from './schema.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ...digestEnv,
  DIGESTS_DEAD_LETTERS: name,
  LINK_SECRET: name,
  SENDER_ADDRESS: name,
  MAIL_CONFIGURATION: name,
  MAIL_BASE_URL: z.url(),
});
const db = dynamo();
const logger = new Logger();
const now = () => new Date();
const images = dynamoImages(env.IMAGES_TABLE, db);
const lists = dynamoImageLists(env.IMAGES_TABLE, db);
const digests = digestServices(env, db, now);
const mailDue = mailing({
  ...digests,
  images,
  lists,
  deadLetters: sqsQueue(env.DIGESTS_DEAD_LETTERS),
  undelivered: dynamoUndelivered(env.IMAGES_TABLE, db),
  unreach: bouncing({ images, waitingFor: waitingFor(lists), ...digests }),
  mail: sesMail(env.SENDER_ADDRESS, env.MAIL_CONFIGURATION),
  sheets: sheetsOf({
    images,
    desks: dynamoDesks(env.IMAGES_TABLE, db),
    keys: secretLinkKeys(env.LINK_SECRET, Date.now),
    baseUrl: env.MAIL_BASE_URL,
    logger,
    now,
  }),
  logger,
});

/** Closes the digests whose time has come, and mails them. */
export const handler = eachMessage(logger, nudge, mailDue);
