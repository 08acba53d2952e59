import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Unreachable, type Unsent, unreachable, unsent } from '#core/undelivered';
import { queryItems } from './query.ts';

const PARTITION = 'MAIL';
const unreachableKey = (address: string) => ({ pk: PARTITION, sk: `UNREACHABLE#${address}` });
const unsentKey = (digest: string) => ({ pk: PARTITION, sk: `UNSENT#${digest}` });
const secondsOf = (moment: string) => Math.ceil(Date.parse(moment) / 1000);

/** What mail does not arrive: addresses that take none, and mails that SES has not taken. Few enough for one partition. */
export function dynamoUndelivered(table: string, db: DynamoDBDocumentClient) {
  return {
    /** What is known against an address, if it holds still. */
    async of(address: string, now: Date): Promise<Unreachable | undefined> {
      const { Item } = await db.send(
        new GetCommand({ TableName: table, Key: unreachableKey(address), ConsistentRead: true }),
      );
      return [Item].flatMap((one) => readable(unreachable, one)).find((one) => holds(one, now));
    },

    async remember(about: Unreachable): Promise<void> {
      const Item = { ...unreachableKey(about.address), ...about, expires: secondsOf(about.until) };
      await db.send(new PutCommand({ TableName: table, Item }));
    },

    /** @param until when DynamoDB may forget it, ISO 8601 */
    async note(about: Unsent, until: string): Promise<void> {
      const Item = { ...unsentKey(about.digest), ...about, expires: secondsOf(until) };
      await db.send(new PutCommand({ TableName: table, Item }));
    },

    /** The mail left, or is not to leave any more. */
    async clear(digest: string): Promise<void> {
      await db.send(new DeleteCommand({ TableName: table, Key: unsentKey(digest) }));
    },

    /** All of it, by address and by digest. */
    async list(now: Date): Promise<{ unreachable: Unreachable[]; unsent: Unsent[] }> {
      const items = await queryItems(db, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': PARTITION },
      });
      return {
        unreachable: items.flatMap((one) => readable(unreachable, one)).filter((one) => holds(one, now)),
        unsent: items.flatMap((one) => readable(unsent, one)),
      };
    },
  };
}

export type Undelivered = ReturnType<typeof dynamoUndelivered>;

/** DynamoDB removes an item some time after it expires. */
function holds({ until }: Unreachable, now: Date): boolean {
  return until > now.toISOString();
}

function readable<T>(
  shape: { safeParse(item: unknown): { success: true; data: T } | { success: false } },
  item: unknown,
): T[] {
  const read = shape.safeParse(item);
  return read.success ? [read.data] : [];
}
