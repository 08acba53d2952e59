import { readFileSync } from 'node:fs';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { objectCreated } from '../../../src/functions/start-workflow/schema.ts';
import { ID } from '../core/images.ts';

/** As AWS documents it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const documented = JSON.parse(readFileSync('test/fixtures/object-created.json', 'utf8'));

const before = { ...process.env };
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});

describe('S3’s “Object Created”', () => {
  test('as AWS sends it names the key and the version', () => {
    expect(objectCreated.parse(documented).detail.object).toEqual({
      key: 'example-key',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
    });
  });

  test('as the local engine sends it names the key alone', () => {
    const { 'version-id': _, ...object } = documented.detail.object;
    const local = { ...documented, detail: { ...documented.detail, object } };
    expect(objectCreated.parse(local).detail.object).toEqual({ key: 'example-key' });
  });

  test('has the version looked for that it names, and no newer one', async () => {
    process.env = {
      ...before,
      ...{ IMAGES_TABLE: 'images', ORIGINALS_BUCKET: 'originals', AWS_ENDPOINT_URL: '' },
      ...{ IMAGE_MACHINE_ARN: 'arn:machine', AWS_REGION: 'eu-central-1', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    };
    const { handler } = await import('../../../src/functions/start-workflow/handler.ts');
    const looked: (string | undefined)[] = [];
    const answer = async (command: unknown) => {
      if (command instanceof HeadObjectCommand) looked.push(command.input.VersionId);
      return {};
    };
    jest.spyOn(S3Client.prototype, 'send').mockImplementation(answer as never);
    jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(answer as never);
    const object = { ...documented.detail.object, key: `originals/${ID}` };
    const body = JSON.stringify({ ...documented, detail: { ...documented.detail, object } });
    const sent = { Records: [{ messageId: 'm1', body }] } as SQSEvent;
    const told = await handler(sent, {} as Context, () => undefined);
    expect(told).toEqual({ batchItemFailures: [] });
    expect(looked).toEqual(['IYV3p45BT0ac8hjHg1houSdS1a.Mro8e']);
  });
});
