import { SFNClient } from '@aws-sdk/client-sfn';
import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { imageItem } from '#adapters/image-items';
import { ID, processing } from '../core/images.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});

test('A sweep looks at the others where one record cannot be read, and says that it failed there', async () => {
  process.env = {
    ...before,
    ...{ IMAGES_TABLE: 'images', ORIGINALS_BUCKET: 'originals', IMAGE_MACHINE_ARN: 'arn:machine' },
    ...{ REVIEWS_QUEUE: 'reviews', DIGESTS_QUEUE: 'digests', AWS_ENDPOINT_URL: '' },
    ...{ DIGEST_QUIET_SECONDS: '10', DIGEST_MAX_SECONDS: '120', DIGEST_GATHER_SECONDS: '60' },
    ...{ AWS_REGION: 'eu-central-1', POWERTOOLS_LOG_LEVEL: 'SILENT' },
  };
  const { handler } = await import('../../../src/functions/sweep-images/handler.ts');
  const readable = imageItem(processing());
  const broken = { ...readable, pk: 'IMAGE#broken', id: 'broken', status: 'of a newer version' };
  const written: unknown[] = [];
  const table = async (command: unknown) => {
    if (command instanceof QueryCommand)
      return command.input.ExpressionAttributeValues?.[':shard'] === '0' ? { Items: [broken, readable] } : {};
    if (command instanceof GetCommand)
      return { Item: command.input.Key?.['pk'] === broken.pk ? broken : readable };
    if (command instanceof TransactWriteCommand)
      written.push(command.input.TransactItems?.[0]?.Put?.Item?.['id']);
    return {};
  };
  jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(table as never);
  jest.spyOn(SFNClient.prototype, 'send').mockImplementation((async () => ({ status: 'RUNNING' })) as never);
  expect(await handler({}, {} as Context)).toEqual({ looked: 2, failed: 1 });
  expect(written).toEqual([ID]);
});
