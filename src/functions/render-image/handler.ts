import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { ImageRefused } from '#core/errors';
import { acceptedTypes, imageId } from '#core/image';
import { wakesAt } from '#core/milestone';
import { renditionFile } from '#core/rendition-spec';
import { currentReview } from '#core/review';
import { createRenderer } from '#imaging/renderer';
import { rendering } from '#services/rendering';
import { task } from '#services/tasks';
import renditions from '../../../renditions.json' with { type: 'json' };
import { envWithoutRights, readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';

const env = readEnv({
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  THUMBNAILS_BUCKET: name,
  AWS_ENDPOINT_URL: url,
});
const client = s3(env.AWS_ENDPOINT_URL);
const render = rendering({
  images: dynamoImages(env.IMAGES_TABLE, dynamo()),
  originals: s3Originals(env.ORIGINALS_BUCKET, client),
  thumbnails: s3Thumbnails(env.THUMBNAILS_BUCKET, client),
  renditions: renditionFile.parse(renditions).renditions,
  // Bundled beside this file.
  render: createRenderer({ program: new URL('./worker.mjs', import.meta.url), env: envWithoutRights() })
    .render,
});

const input = z.object({ id: imageId, execution: z.string(), contentType: z.enum(acceptedTypes) });

/** Makes the thumbnails and opens the review. A damaged file is an answer, not an error: trying again cannot help. */
export const handler = task(new Logger(), input, async ({ id, execution, contentType }) => {
  const now = new Date();
  try {
    const record = await render({ id, execution, contentType, now });
    return { verdict: 'rendered', wakeAt: wakesAt(currentReview(record)) };
  } catch (error) {
    if (error instanceof ImageRefused) return { verdict: 'refused', code: error.refusal };
    throw error;
  }
});
