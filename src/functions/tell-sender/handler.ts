import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { imageEvent } from '#core/events';
import { eachMessage } from '#services/batches';
import { tellingSenders } from '#services/telling-senders';
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, ...digestEnv });
const db = dynamo();
const tell = tellingSenders({
  images: dynamoImages(env.IMAGES_TABLE, db),
  ...digestServices(env, db, () => new Date()),
});

/** An event as a rule puts it into a queue; the rest of its envelope is not read. */
const heard = z.object({ detail: imageEvent });

/** A picture came to its end: its sender hears of it. */
export const handler = eachMessage(new Logger(), heard, ({ detail }) => tell(detail));
