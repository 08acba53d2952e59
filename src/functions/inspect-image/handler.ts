import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { Superseded } from '#core/errors';
import { imageId, limits } from '#core/image';
import { wakesAt } from '#core/milestone';
import { type Inspection, inspectHeader } from '#imaging/header';
import { task } from '#services/tasks';
import { readEnv } from '../env.ts';
import { name, url } from '../shapes.ts';

const env = readEnv({ IMAGES_TABLE: name, ORIGINALS_BUCKET: name, AWS_ENDPOINT_URL: url });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const originals = s3Originals(env.ORIGINALS_BUCKET, s3(env.AWS_ENDPOINT_URL));

/** Most headers are within the first kilobytes; a long EXIF or ICC block, or an AVIF's tables, may push them back. */
const HEAD_BYTES = 1024 * 1024;

const input = z.object({ id: imageId, execution: z.string() });

type Answer = Inspection | { verdict: 'rendered'; wakeAt: string };

/** What the file is, by its own bytes: its header only, nothing is decoded. What is in review already says so. */
export const handler = task(new Logger(), input, async ({ id, execution }): Promise<Answer> => {
  const record = await images.get(id);
  // Deleted meanwhile: nothing is left to refuse, and the execution ends in peace.
  if (!record) return { verdict: 'refused', code: 'object-gone' };
  if (record.execution !== execution) throw new Superseded();
  // Its review was undone, or has only its title: nothing is rendered again.
  if (record.status === 'in-review' && record.review)
    return { verdict: 'rendered', wakeAt: wakesAt(record.review) };
  const { bytes = 0, versionId } = record.upload ?? {};
  if (bytes === 0) return { verdict: 'refused', code: 'empty-file' };
  if (bytes > limits.bytes) return { verdict: 'refused', code: 'file-too-large' };
  const head = await originals.read(id, versionId, HEAD_BYTES);
  if (!head) return { verdict: 'refused', code: 'object-gone' };
  const inspection = inspectHeader(head, bytes);
  if (inspection.verdict !== 'more') return inspection;
  const whole = await originals.read(id, versionId);
  return whole ? inspectHeader(whole, whole.length) : { verdict: 'refused', code: 'object-gone' };
});
