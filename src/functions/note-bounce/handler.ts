import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { dynamoUndelivered } from '#adapters/undelivered';
import { mailNotice } from '#core/mail-notice';
import { eachMessage } from '#services/batches';
import { notingBounces } from '#services/bounces';
import { bouncing } from '#services/escalating';
import { digestEnv, digestServices, waitingFor } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, ...digestEnv });
const db = dynamo();
const now = () => new Date();
const logger = new Logger();
const note = notingBounces({
  undelivered: dynamoUndelivered(env.IMAGES_TABLE, db),
  unreach: bouncing({
    images: dynamoImages(env.IMAGES_TABLE, db),
    waitingFor: waitingFor(dynamoImageLists(env.IMAGES_TABLE, db)),
    ...digestServices(env, db, now),
  }),
  now,
});

/** SES's "Email Bounced", "Email Complaint Received" or "Email Rejected", as a rule puts it into a queue. */
const heard = z.object({ detail: mailNotice });

/** A mail did not arrive: its address is remembered, that goes on record with what waits there, and others are asked. */
export const handler = eachMessage(logger, heard, async ({ detail }) => {
  logger.warn('a mail came back', await note(detail));
});
