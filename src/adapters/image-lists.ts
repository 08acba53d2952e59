import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type ImageRecord, imageRecord, type Status } from '#core/image';
import { firstIdOf, monthsBack, partitions, timeOfId } from '#core/listing';
import { waitingPartition } from './image-items.ts';
import { queryItems } from './query.ts';

/** What a list shows: everything, or one owner's; in any status, or in one. */
export interface ListQuery {
  owner?: string;
  status?: Status;
  limit: number;
  /** The id after which the page starts. */
  cursor?: string;
  now: Date;
}

/** A row of a list; without its record where that cannot be read. */
interface Row {
  id: string;
  record: ImageRecord | undefined;
}

/**
 * Lists of images, each read from an index.
 * @param skip hears the id of a record that cannot be read; its list goes on without it
 */
export function dynamoImageLists(
  table: string,
  db: DynamoDBDocumentClient,
  skip: (id: string) => void = () => undefined,
) {
  return {
    /** One page, newest first. It may be short, even empty, and still name a cursor to go on from. */
    async list(query: ListQuery): Promise<{ items: ImageRecord[]; nextCursor?: string }> {
      const { owner, status } = query;
      if (owner !== undefined) {
        return owned(query, status ? partitions.ownerStatus(owner, status) : partitions.owner(owner));
      }
      const from = query.cursor ? new Date(timeOfId(query.cursor)) : query.now;
      const { months, next } = monthsBack(from);
      const rows: Row[] = [];
      for (const month of months) {
        const [index, key, partition] = status
          ? ['byStatus', 'statusMonth', partitions.statusMonth(status, month)]
          : ['byMonth', 'month', partitions.month(month)];
        rows.push(...(await page(index, key, partition, query.cursor, query.limit + 1 - rows.length)));
        if (rows.length > query.limit) return cut(rows, query.limit);
      }
      return { items: recordsOf(rows), ...(next === undefined ? {} : { nextCursor: next }) };
    },

    /** The ids of pictures that wait for a reviewer's decision, newest first; at most `limit`, after the cursor. */
    async waiting(
      reviewer: string,
      limit: number,
      cursor?: string,
    ): Promise<{ ids: string[]; nextCursor?: string }> {
      const query = {
        TableName: table,
        KeyConditionExpression: cursor === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :cursor',
        ExpressionAttributeValues: {
          ':pk': waitingPartition(reviewer),
          ...(cursor === undefined ? {} : { ':cursor': cursor }),
        },
        ConsistentRead: true,
        ScanIndexForward: false,
      };
      const ids = (await queryItems(db, query, limit + 1)).map(({ sk }) => String(sk));
      const last = ids.length > limit ? ids[limit - 1] : undefined;
      return { ids: ids.slice(0, limit), ...(last === undefined ? {} : { nextCursor: last }) };
    },

    /** Whether the account has a picture in that status, created at or after a moment. */
    async has(owner: string, status: Status, since: Date): Promise<boolean> {
      const { Count } = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byOwnerStatus',
          KeyConditionExpression: 'ownerStatus = :key AND id >= :since',
          ExpressionAttributeValues: {
            ':key': partitions.ownerStatus(owner, status),
            ':since': firstIdOf(since),
          },
          Limit: 1,
          Select: 'COUNT',
        }),
      );
      return (Count ?? 0) > 0;
    },
  };

  async function owned(query: ListQuery, partition: string) {
    const [index, key] = query.status ? ['byOwnerStatus', 'ownerStatus'] : ['byOwner', 'ownerKey'];
    return cut(await page(index, key, partition, query.cursor, query.limit + 1), query.limit);
  }

  function cut(rows: readonly Row[], limit: number) {
    const kept = rows.slice(0, limit);
    const last = rows.length > limit ? kept.at(-1) : undefined;
    return { items: recordsOf(kept), ...(last ? { nextCursor: last.id } : {}) };
  }

  function recordsOf(rows: readonly Row[]): ImageRecord[] {
    return rows.flatMap(({ id, record }) => {
      if (!record) skip(id);
      return record ?? [];
    });
  }

  async function page(
    index: string,
    key: string,
    partition: string,
    before: string | undefined,
    limit: number,
  ): Promise<Row[]> {
    const condition = before === undefined ? '#key = :key' : '#key = :key AND id < :before';
    const values = before === undefined ? {} : { ':before': before };
    const query = {
      TableName: table,
      IndexName: index,
      KeyConditionExpression: condition,
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: { ':key': partition, ...values },
      ScanIndexForward: false,
    };
    return (await queryItems(db, query, limit)).map((item) => ({
      id: String(item['id']),
      record: imageRecord.safeParse(item).data,
    }));
  }
}

export type ImageLists = ReturnType<typeof dynamoImageLists>;
