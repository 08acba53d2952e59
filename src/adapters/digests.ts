import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Digest, type DigestKind, digest, digestKind } from '#core/digest';
import { queryItems } from './query.ts';
import { CHECK_SHARDS, checkShard, isConflict } from './table.ts';

const openKey = (kind: DigestKind) => `OPEN#${kind}`;
const closedKey = ({ kind, id }: Digest) => `CLOSED#${kind}#${id}`;
const keyOf = (recipient: string, sk: string) => ({ pk: `DIGEST#${recipient}`, sk });

/** Something whose time to be looked at has come. */
export type Due = { kind: 'image'; id: string } | { kind: 'digest'; recipient: string; of: DigestKind };

/** The digests in DynamoDB: one open of each kind for each recipient, and those being mailed. */
export function dynamoDigests(table: string, db: DynamoDBDocumentClient) {
  const item = (held: Digest, sk: string) => ({
    ...keyOf(held.recipient, sk),
    ...held,
    checkShard: checkShard(held.recipient),
  });

  return {
    /** The digest that takes pictures for this recipient now. */
    async open(recipient: string, kind: DigestKind): Promise<Digest | undefined> {
      const { Item } = await db.send(
        new GetCommand({ TableName: table, Key: keyOf(recipient, openKey(kind)), ConsistentRead: true }),
      );
      return Item && digest.parse(Item);
    },

    /** Those of a kind that were closed and are not mailed yet, or in part; one that cannot be read holds up none of the others. */
    async closed(recipient: string, kind: DigestKind): Promise<Digest[]> {
      const items = await queryItems(db, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :closed)',
        ExpressionAttributeValues: { ':pk': `DIGEST#${recipient}`, ':closed': `CLOSED#${kind}#` },
        ConsistentRead: true,
      });
      return items.flatMap((one) => {
        const read = digest.safeParse(one);
        return read.success ? [read.data] : [];
      });
    },

    /** Keeps an open digest; false when another worker was quicker. */
    async keepOpen(next: Digest): Promise<boolean> {
      const first = next.version === 1;
      return conditional(() =>
        db.send(
          new PutCommand({
            TableName: table,
            Item: item(next, openKey(next.kind)),
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
        Key: keyOf(seen.recipient, openKey(seen.kind)),
        ConditionExpression: 'id = :id AND version = :seen',
        ExpressionAttributeValues: { ':id': seen.id, ':seen': seen.version },
      };
      const put = { TableName: table, Item: item(closed, closedKey(closed)) };
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
            Item: item(next, closedKey(next)),
            ConditionExpression: 'version = :seen',
            ExpressionAttributeValues: { ':seen': next.version - 1 },
          }),
        ),
      );
    },

    /** The sweep looks at it again at another time, ISO 8601, unless somebody changed it meanwhile. */
    async postpone(seen: Digest, until: string): Promise<void> {
      const sk = seen.state === 'open' ? openKey(seen.kind) : closedKey(seen);
      await conditional(() =>
        db.send(
          new PutCommand({
            TableName: table,
            Item: item({ ...seen, nextCheckAt: until }, sk),
            ConditionExpression: 'id = :id AND version = :seen',
            ExpressionAttributeValues: { ':id': seen.id, ':seen': seen.version },
          }),
        ),
      );
    },

    /** All of it was mailed, or nothing of it is to be mailed any more. */
    async remove(closed: Digest): Promise<void> {
      await db.send(new DeleteCommand({ TableName: table, Key: keyOf(closed.recipient, closedKey(closed)) }));
    },
  };
}

export type Digests = ReturnType<typeof dynamoDigests>;

/**
 * What the sweep is to look at: the sparse index holds nothing that is final.
 * @param until those due by then, ISO 8601; left out, everything there is
 * @param skip hears the sort key of a row that is of no kind known here, as a newer version may have written it
 */
export async function dueItems(
  table: string,
  db: DynamoDBDocumentClient,
  until?: string,
  skip: (sk: string) => void = () => undefined,
): Promise<Due[]> {
  const shards = await Promise.all(CHECK_SHARDS.map((shard) => dueInShard(table, db, shard, until)));
  return shards.flat().flatMap(({ pk, sk }) => {
    const due = parseKeys(pk, sk);
    if (!due) skip(sk);
    return due ?? [];
  });
}

async function dueInShard(
  table: string,
  db: DynamoDBDocumentClient,
  shard: string,
  until?: string,
): Promise<{ pk: string; sk: string }[]> {
  const items = await queryItems(db, {
    TableName: table,
    IndexName: 'byCheck',
    KeyConditionExpression: until ? 'checkShard = :shard AND nextCheckAt <= :until' : 'checkShard = :shard',
    ExpressionAttributeValues: { ':shard': shard, ...(until ? { ':until': until } : {}) },
  });
  return items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
}

function parseKeys(pk: string, sk: string): Due | undefined {
  const value = pk.slice(pk.indexOf('#') + 1);
  if (pk.startsWith('IMAGE#')) return { kind: 'image', id: value };
  const kind = digestKind.safeParse(sk.split('#')[1]);
  return pk.startsWith('DIGEST#') && kind.success
    ? { kind: 'digest', recipient: value, of: kind.data }
    : undefined;
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
