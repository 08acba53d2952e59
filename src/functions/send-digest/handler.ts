import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoDesks } from '#adapters/desks';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { secretLinkKeys } from '#adapters/link-keys';
import { sesMail } from '#adapters/mail';
import { dynamo } from '#adapters/table';
import { digestKind } from '#core/digest';
import { address } from '#core/policy';
import { eachMessage } from '#services/batches';
import { mailing } from '#services/mailing';
import { sheetsOf } from '#services/sheets';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ...digestEnv,
  LINK_SECRET: name,
  SENDER_ADDRESS: name,
  MAIL_CONFIGURATION: name,
  MAIL_BASE_URL: z.url(),
});
const db = dynamo();
const logger = new Logger();
const now = () => new Date();
const images = dynamoImages(env.IMAGES_TABLE, db);
const mailDue = mailing({
  ...digestServices(env, db, now),
  lists: dynamoImageLists(env.IMAGES_TABLE, db),
  mail: sesMail(env.SENDER_ADDRESS, env.MAIL_CONFIGURATION),
  sheets: sheetsOf({
    images,
    desks: dynamoDesks(env.IMAGES_TABLE, db),
    keys: secretLinkKeys(env.LINK_SECRET, Date.now),
    baseUrl: env.MAIL_BASE_URL,
    now,
  }),
  logger,
});
const nudge = z.object({
  recipient: address,
  kind: digestKind,
  digest: z.string(),
  joinedAt: z.string(),
  waited: z.boolean().optional(),
});

/** Closes the digests whose time has come, and mails them. */
export const handler = eachMessage(logger, nudge, mailDue);
