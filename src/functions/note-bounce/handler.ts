import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { bouncing } from '#services/escalating';
import { task } from '#services/tasks';
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

/** SES's "Email Bounced", as far as it is read: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const input = z.object({
  detail: z.object({
    bounce: z.object({
      bounceType: z.string(),
      bouncedRecipients: z.array(z.object({ emailAddress: z.string().toLowerCase() })),
    }),
  }),
});

/** A reviewer's mail came back for good: that goes on record, and others are asked. A full mailbox may empty itself. */
export const handler = task(logger, input, async ({ detail: { bounce } }) => {
  const lasting = bounce.bounceType !== 'Transient';
  const addresses = lasting ? bounce.bouncedRecipients.map((one) => one.emailAddress) : [];
  let pictures = 0;
  for (const address of addresses) pictures += await note(address);
  logger.warn('a mail came back', { type: bounce.bounceType, pictures });
  return { pictures };
});
