import { Logger } from '@aws-lambda-powertools/logger';
import { ulid } from 'ulid';
import { dynamoImages } from '#adapters/images';
import { s3, s3Originals, s3Thumbnails } from '#adapters/pictures';
import { dynamo } from '#adapters/table';
import { readerOf } from '#core/access';
import { announce } from '#core/lifecycle';
import { reviewPolicyFile } from '#core/policy';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { shows } from '#services/showing';
import house from '../../../review-policy.json' with { type: 'json' };
import { readEnv } from '../env.ts';
import { list, name, url } from '../shapes.ts';
import { answer, body, headers, idempotency, policyOf, titleOf } from './schema.ts';

const env = readEnv({
  ...httpEnv,
  IMAGES_TABLE: name,
  ORIGINALS_BUCKET: name,
  THUMBNAILS_BUCKET: name,
  REVIEWER_DOMAINS: list,
  AWS_ENDPOINT_URL: url,
});
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const allowed = { policy: reviewPolicyFile.parse(house), domains: env.REVIEWER_DOMAINS };
const client = s3(env.AWS_ENDPOINT_URL);
const originals = s3Originals(env.ORIGINALS_BUCKET, client);
const show = shows(s3Thumbnails(env.THUMBNAILS_BUCKET, client));

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { body, headers } },
  async ({ body, headers, caller, origin }) => {
    const now = new Date();
    const { filename, contentType, sha256 } = body;
    const change = announce(
      {
        id: ulid(now.getTime()).toLowerCase(),
        title: body.title ?? titleOf(filename),
        filename,
        announced: { contentType, ...(sha256 === undefined ? {} : { sha256 }) },
        policy: policyOf(body, caller.email, allowed),
        notifySender: body.notifySender ?? true,
        createdBy: caller.email,
        owner: caller.sub,
      },
      now,
    );
    const key = headers['idempotency-key'];
    const record = await images.create(change, key === undefined ? undefined : idempotency(key, body, now));
    const { id, status, announced } = record;
    const upload =
      status === 'awaiting-upload'
        ? await originals.offerUpload(id, announced.contentType, announced.sha256, now)
        : null;
    return json(201, answer, { ...(await show(record, origin, readerOf(caller))), upload });
  },
);
