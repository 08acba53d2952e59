import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDigests } from '#adapters/digests';
import { dynamoImages } from '#adapters/images';
import { dynamo, isConflict } from '#adapters/table';
import { problemOf } from '#http/problems';
import { announced, ID, NOW } from '../core/images.ts';

/** A cancelled transaction as the SDK throws it: a reason for each item. */
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join()}]`,
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const called = (name: string) => Object.assign(new Error(name), { name });

/** A table that holds an announced picture and refuses each write with this error. */
function tableRefusing(error: Error) {
  const db = DynamoDBDocumentClient.from(dynamo());
  let writes = 0;
  const answer = async (command: unknown): Promise<object> => {
    if (command instanceof GetCommand) return { Item: announced() };
    writes += 1;
    throw error;
  };
  db.send = answer as typeof db.send;
  return { db, writes: () => writes };
}

describe('a write lost a race', () => {
  test.each([
    ['a condition of its transaction failed', cancelled('None', 'ConditionalCheckFailed')],
    ['another transaction was quicker', cancelled('TransactionConflict', 'None')],
    ['its condition failed', called('ConditionalCheckFailedException')],
    ['a transaction was quicker', called('TransactionConflictException')],
  ])('when %s', (_, error) => {
    expect(isConflict(error)).toBe(true);
  });

  test.each([
    ['the table throttled it', cancelled('None', 'ThrottlingError')],
    ['the table’s throughput was used up', cancelled('ProvisionedThroughputExceeded')],
    ['it was not valid', cancelled('ConditionalCheckFailed', 'ValidationError')],
    ['it may not be made', cancelled('AccessDenied')],
    ['an item collection grew too large', cancelled('ItemCollectionSizeLimitExceeded')],
    ['the service failed', called('InternalServerError')],
    ['it is no error at all', 'TransactionCanceledException'],
  ])('and did not when %s', (_, error) => {
    expect(isConflict(error)).toBe(false);
  });
});

describe('a transaction that was throttled', () => {
  const throttled = cancelled('None', 'ThrottlingError');
  const rename = (title: string) => () => ({ record: { ...announced(), title } });

  test('is not tried thirty times by the one who changes a picture', async () => {
    const { db, writes } = tableRefusing(throttled);
    await expect(dynamoImages('pictures', db).change(ID, rename('Cup'))).rejects.toBe(throttled);
    expect(writes()).toBe(1);
  });

  test('is not taken for another worker that closed the digest', async () => {
    const { db } = tableRefusing(throttled);
    const digest = {
      id: 'd1',
      recipient: 'rita@contactsheet.example',
      kind: 'review' as const,
      state: 'open' as const,
      version: 1,
      entries: [],
      openedAt: NOW.toISOString(),
      joinedAt: NOW.toISOString(),
      nextCheckAt: NOW.toISOString(),
    };
    await expect(dynamoDigests('pictures', db).close(digest, { ...digest, state: 'closed' })).rejects.toBe(
      throttled,
    );
  });

  test('tells the user to try again in a moment', () => {
    expect(problemOf(throttled)).toMatchObject({ status: 503, code: 'busy' });
    expect(problemOf(cancelled('ProvisionedThroughputExceeded', 'None'))).toMatchObject({ status: 503 });
  });

  test('that was not valid is a fault of ours: trying again does not help', () => {
    expect(problemOf(cancelled('ValidationError'))).toMatchObject({ status: 500 });
  });
});
