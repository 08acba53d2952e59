import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { causesOf } from '#core/errors';

/** The document client that the table's adapters share; one per function. */
export function dynamo(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** The sweep's index is cut in so many partitions, so that no write of a busy hour waits for another. */
export const CHECK_SHARDS = ['0', '1', '2', '3'] as const;

/** The partition of the sweep's index that a key belongs to; absent on what is final. */
export function checkShard(key: string): string {
  return CHECK_SHARDS[key.charCodeAt(key.length - 1) % CHECK_SHARDS.length] ?? CHECK_SHARDS[0];
}

/** What a write that lost a race is told: its condition failed, or another write was quicker. */
const LOST_RACE = new Set([
  'TransactionCanceledException',
  'ConditionalCheckFailedException',
  'TransactionConflictException',
  // The reasons of a cancelled transaction, one for each of its items.
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
]);

/**
 * Whether a write lost a race. A transaction that was cancelled for any other reason, such as throttling or validation,
 * did not: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function isConflict(error: unknown): boolean {
  const causes = causesOf(error);
  return causes.length > 0 && causes.every((cause) => LOST_RACE.has(cause));
}

/** Waits up to a tenth of a second, by chance: writers who met would meet again. */
export async function letOthersPass(attempt: number): Promise<void> {
  await setTimeout(Math.random() * Math.min(100, 5 * 2 ** attempt));
}
