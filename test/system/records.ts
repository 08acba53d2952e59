import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ImageRecord, Review } from '#core/image';
import { aws } from './aws.ts';
import { output } from './place.ts';
import { until } from './until.ts';

const keyOf = (id: string) => ({ pk: `IMAGE#${id}`, sk: 'IMAGE' });

/** A picture's record as it lies in the table; nothing where there is none. */
export async function record(id: string): Promise<ImageRecord | undefined> {
  const { Item } = await aws().table.send(
    new GetCommand({ TableName: output('ImagesTable'), Key: keyOf(id), ConsistentRead: true }),
  );
  return Item as ImageRecord | undefined;
}

/** A record that must be there. */
export async function mustRecord(id: string): Promise<ImageRecord> {
  const found = await record(id);
  if (!found) throw new Error(`There is no record of ${id}.`);
  return found;
}

/** The review that a picture is in, as it is kept. */
export async function mustReview(id: string): Promise<Review> {
  const { review } = await mustRecord(id);
  if (!review) throw new Error(`${id} has no review.`);
  return review;
}

/** All that is kept of a picture: the record and its trail. */
export async function everythingOf(id: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await aws().table.send(
    new QueryCommand({
      TableName: output('ImagesTable'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `IMAGE#${id}` },
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** Waits until a picture waits for nothing but a person: its reviewers are asked and its task's token is kept. */
export async function waitUntilQuiet(id: string): Promise<ImageRecord> {
  let seen: ImageRecord | undefined;
  return until(
    `${id} to wait for a person`,
    async () => {
      seen = await record(id);
      return seen?.status === 'in-review' && seen.review?.token && seen.review.askedAt ? seen : undefined;
    },
    { seen: () => [seen?.status, Boolean(seen?.review?.token), seen?.review?.askedAt] },
  );
}

/** Waits until the mails that ask about a picture have left, and nothing is written to its record any more. */
export async function waitUntilAsked(id: string, reviewers: readonly string[]): Promise<ImageRecord> {
  await waitUntilQuiet(id);
  return until(`${id} to have been mailed`, async () => {
    const seen = await mustRecord(id);
    return reviewers.every((one) => seen.review?.mailed?.includes(one)) ? seen : undefined;
  });
}

/** Writes into a record behind the service's back, as if time had passed or something had been lost. */
export async function rewrite(id: string, fields: Partial<ImageRecord>): Promise<void> {
  const names = Object.keys(fields);
  await aws().table.send(
    new UpdateCommand({
      TableName: output('ImagesTable'),
      Key: keyOf(id),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [`:${name}`, value]),
      ),
    }),
  );
}

/** Makes a reviewer’s open digest look as if it was opened so many minutes ago. */
export async function ageDigest(recipient: string, minutes: number): Promise<void> {
  await aws().table.send(
    new UpdateCommand({
      TableName: output('ImagesTable'),
      Key: { pk: `DIGEST#${recipient}`, sk: 'OPEN#review' },
      UpdateExpression: 'SET openedAt = :at',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':at': ago(minutes) },
    }),
  );
}

/** A moment so many minutes ago, ISO 8601. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** Makes a picture due, and runs the sweep over what is due. */
export async function sweepOver(id: string, fields: Partial<ImageRecord> = {}): Promise<void> {
  await rewrite(id, { ...fields, nextCheckAt: ago(1) });
  await sweep();
}

/** Runs the sweep as its schedule does. */
export async function sweep(): Promise<void> {
  const { FunctionError, Payload } = await aws().functions.send(
    new InvokeCommand({ FunctionName: output('SweepImagesFunction'), Payload: '{}' }),
  );
  if (FunctionError) throw new Error(`The sweep failed: ${Buffer.from(Payload ?? []).toString()}`);
}
