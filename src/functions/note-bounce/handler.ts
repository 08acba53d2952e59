import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { mailNotice, undelivered } from '#core/mail-notice';
import { eachMessage } from '#services/batches';
import { bouncing } from '#services/escalating';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, ...digestEnv });
const db = dynamo();
const lists = dynamoImageLists(env.IMAGES_TABLE, db);
const logger = new Logger();
const note = bouncing({
  images: dynamoImages(env.IMAGES_TABLE, db),
  ...digestServices(env, db, () => new Date()),
  /** More than a person can have waiting. */
  waitingFor: async (reviewer) => (await lists.waiting(reviewer, 1000)).ids,
});

/** SES's "Email Bounced", "Email Complaint Received" or "Email Rejected", as a rule puts it into a queue. */
const heard = z.object({ detail: mailNotice });

/** A mail did not reach its reviewer: that goes on record, and others are asked. */
export const handler = eachMessage(logger, heard, async ({ detail }) => {
  const { addresses, why } = undelivered(detail);
  let pictures = 0;
  for (const address of addresses) pictures += await note(address);
  logger.warn('a mail came back', { why, lasting: addresses.length > 0, pictures });
});
