import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Digest, digest } from '#core/digest';
import { CHECK_SHARDS, checkShard, isConflict } from './table.ts';

const OPEN = 'OPEN';
const keyOf = (reviewer: string, sk: string) => ({ pk: `DIGEST#${reviewer}`, sk });

/** Something whose time to be looked at has come. */
export type Due = { kind: 'image'; id: string } | { kind: 'digest'; reviewer: string };

/** The reviewers' digests in DynamoDB: one open for each reviewer, and those being mailed. */
export function dynamoDigests(table: string, db: DynamoDBDocumentClient) {
  const item = (held: Digest, sk: string) => ({
    ...keyOf(held.reviewer, sk),
    ...held,
    checkShard: checkShard(held.reviewer),
  });

  return {
    /** The digest that takes pictures for this reviewer now. */
    async open(reviewer: string): Promise<Digest | undefined> {
      const { Item } = await db.send(
        new GetCommand({ TableName: table, Key: keyOf(reviewer, OPEN), ConsistentRead: true }),
      );
      return Item && digest.parse(Item);
    },

    /** Those that were closed and are not wholly mailed. */
    async closed(reviewer: string): Promise<Digest[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :closed)',
          ExpressionAttributeValues: { ':pk': `DIGEST#${reviewer}`, ':closed': 'CLOSED#' },
          ConsistentRead: true,
        }),
      );
      return Items.map((one) => digest.parse(one));
    },

    /** Keeps an open digest; false when another worker was quicker. */
    async keepOpen(next: Digest): Promise<boolean> {
      const first = next.version === 1;
      return conditional(() =>
        db.send(
          new PutCommand({
            TableName: table,
            Item: item(next, OPEN),
            ConditionExpression: first ? 'attribute_not_exists(pk)' : 'id = :id AND version = :seen',
            ...(first ? {} : { ExpressionAttributeValues: { ':id': next.id, ':seen': next.version - 1 } }),
          }),
        ),
      );
    },

    /** Closes it as it was seen; false when a picture joined or another worker closed it meanwhile. */
    async close(seen: Digest, closed: Digest): Promise<boolean> {
      const remove = {
        TableName: table,
        Key: keyOf(seen.reviewer, OPEN),
        ConditionExpression: 'id = :id AND version = :seen',
        ExpressionAttributeValues: { ':id': seen.id, ':seen': seen.version },
      };
      const put = { TableName: table, Item: item(closed, `CLOSED#${closed.id}`) };
      return conditional(() =>
        db.send(new TransactWriteCommand({ TransactItems: [{ Delete: remove }, { Put: put }] })),
      );
    },

    /** Takes a closed digest up again, or notes how far it was mailed; false when another worker did. */
    async keepClosed(next: Digest): Promise<boolean> {
      return conditional(() =>
        db.send(
          new PutCommand({
            TableName: table,
            Item: item(next, `CLOSED#${next.id}`),
            ConditionExpression: 'version = :seen',
            ExpressionAttributeValues: { ':seen': next.version - 1 },
          }),
        ),
      );
    },

    /** All of it was mailed. */
    async remove(closed: Digest): Promise<void> {
      await db.send(
        new DeleteCommand({ TableName: table, Key: keyOf(closed.reviewer, `CLOSED#${closed.id}`) }),
      );
    },
  };
}

export type Digests = ReturnType<typeof dynamoDigests>;

/**
 * What the sweep is to look at: the sparse index holds nothing that is final.
 * @param until those due by then, ISO 8601; left out, everything there is
 */
export async function dueItems(table: string, db: DynamoDBDocumentClient, until?: string): Promise<Due[]> {
  const shards = await Promise.all(CHECK_SHARDS.map((shard) => dueInShard(table, db, shard, until)));
  return shards.flat();
}

async function dueInShard(
  table: string,
  db: DynamoDBDocumentClient,
  shard: string,
  until?: string,
): Promise<Due[]> {
  const due: Due[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await db.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCheck',
        KeyConditionExpression: until
          ? 'checkShard = :shard AND nextCheckAt <= :until'
          : 'checkShard = :shard',
        ExpressionAttributeValues: { ':shard': shard, ...(until ? { ':until': until } : {}) },
        ExclusiveStartKey: start,
      }),
    );
    for (const { pk } of answer.Items ?? []) due.push(parseKey(String(pk)));
    start = answer.LastEvaluatedKey;
  } while (start);
  return due;
}

function parseKey(pk: string): Due {
  const value = pk.slice(pk.indexOf('#') + 1);
  return pk.startsWith('IMAGE#') ? { kind: 'image', id: value } : { kind: 'digest', reviewer: value };
}

async function conditional(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}
