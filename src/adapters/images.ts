import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Change } from '#core/change';
import { KeyReused, NotFound, TooBusy } from '#core/errors';
import { type AuditEvent, auditEvent, type ImageRecord, imageRecord } from '#core/image';
import { monthOf, partitions, timeOfId } from '#core/listing';
import { waitingFor } from '#core/panel';
import { checkShard, isConflict } from './table.ts';

/** A rule looks at the record and says how it changes, or `undefined` for not at all. */
export type Rule = (record: ImageRecord) => Change | undefined;

/** Remembers which body an Idempotency-Key came with, for as long as its upload is open. */
export interface Idempotency {
  key: string;
  /** A hash of the body. */
  body: string;
  /** Seconds since 1970; DynamoDB removes it some time after. */
  expires: number;
}

const MAX_TRIES = 10;
const imageKey = (id: string) => ({ pk: `IMAGE#${id}`, sk: 'IMAGE' });

function imageItem(record: ImageRecord): Record<string, unknown> {
  const month = monthOf(new Date(timeOfId(record.id)));
  return {
    ...imageKey(record.id),
    ...record,
    month: partitions.month(month),
    statusMonth: partitions.statusMonth(record.status, month),
    ownerKey: partitions.owner(record.owner),
    ownerStatus: partitions.ownerStatus(record.owner, record.status),
    ...(record.nextCheckAt === undefined ? {} : { checkShard: checkShard(record.id) }),
  };
}

function eventItem(record: ImageRecord, event: AuditEvent): Record<string, unknown> {
  return { pk: `IMAGE#${record.id}`, sk: `EVENT#${String(record.version).padStart(8, '0')}`, ...event };
}

const waitingKey = (reviewer: string, id: string) => ({ pk: `WAITING#${reviewer}`, sk: id });

/** What waits for whom is kept beside the record, and changes with it: a reviewer's list is one query. */
function waitingWrites(table: string, before: ImageRecord, after: ImageRecord) {
  const [was, is] = [waitingFor(before), waitingFor(after)];
  const { id } = after;
  return [
    ...was
      .filter((one) => !is.includes(one))
      .map((one) => ({ Delete: { TableName: table, Key: waitingKey(one, id) } })),
    ...is
      .filter((one) => !was.includes(one))
      .map((one) => ({ Put: { TableName: table, Item: waitingKey(one, id) } })),
  ];
}

/** The images and their trails in DynamoDB. */
export function dynamoImages(table: string, db: DynamoDBDocumentClient) {
  async function get(id: string): Promise<ImageRecord | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName: table, Key: imageKey(id), ConsistentRead: true }),
    );
    return Item && imageRecord.parse(Item);
  }

  /** One try to write a change: true when the record was still the version that the rule saw. */
  async function write(before: ImageRecord, change: Change): Promise<boolean> {
    const record = { ...change.record, version: before.version + 1 };
    const put = {
      TableName: table,
      Item: imageItem(record),
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: { ':seen': before.version },
    };
    const trail = change.event ? [{ Put: { TableName: table, Item: eventItem(record, change.event) } }] : [];
    const items = [{ Put: put }, ...trail, ...waitingWrites(table, before, record)];
    try {
      await db.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  return {
    get,

    /**
     * Applies a rule to the record as it is now, in one conditional write together with its audit entry; where
     * another writer was quicker, the rule is asked again. Returns the record as it stands then.
     * @throws NotFound when there is no such image, TooBusy when others are always quicker
     */
    async change(id: string, rule: Rule): Promise<{ record: ImageRecord; changed: boolean }> {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const before = await get(id);
        if (!before) throw new NotFound('There is no such picture.');
        const change = rule(before);
        if (!change) return { record: before, changed: false };
        if (await write(before, change)) {
          return { record: { ...change.record, version: before.version + 1 }, changed: true };
        }
      }
      throw new TooBusy('The picture is being changed by others. Try again in a moment.');
    },

    /**
     * Keeps a new image. With an Idempotency-Key that was used for the same body, the image made then is returned.
     * @throws KeyReused when the key was used for another body
     */
    async create(change: Change & { event: AuditEvent }, idempotency?: Idempotency): Promise<ImageRecord> {
      const { record, event } = change;
      const key = idempotency && { pk: `KEY#${record.owner}#${idempotency.key}`, sk: 'KEY' };
      const fresh = 'attribute_not_exists(pk)';
      const items = [
        { Put: { TableName: table, Item: imageItem(record), ConditionExpression: fresh } },
        { Put: { TableName: table, Item: eventItem(record, event), ConditionExpression: fresh } },
      ];
      const remember = key && {
        Put: {
          TableName: table,
          Item: { ...key, body: idempotency.body, image: record.id, expires: idempotency.expires },
          ConditionExpression: `${fresh} OR expires < :now`,
          ExpressionAttributeValues: { ':now': Math.floor(Date.parse(record.createdAt) / 1000) },
        },
      };
      try {
        await db.send(new TransactWriteCommand({ TransactItems: remember ? [...items, remember] : items }));
        return record;
      } catch (error) {
        if (!key || !isConflict(error)) throw error;
        const { Item } = await db.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
        if (!Item) throw new TooBusy('The same key is being used right now. Try again in a moment.');
        if (Item['body'] !== idempotency.body) throw new KeyReused();
        const earlier = await get(String(Item['image']));
        if (!earlier) throw new NotFound('The picture of this Idempotency-Key was deleted.');
        return earlier;
      }
    },

    /** The audit trail, oldest first. */
    async events(id: string): Promise<AuditEvent[]> {
      const items = await all({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
        ExpressionAttributeValues: { ':pk': `IMAGE#${id}`, ':event': 'EVENT#' },
      });
      return items.map((item) => auditEvent.parse(item));
    },

    /** Removes the image and its trail; the image itself last, so that a removal cut short can be repeated. */
    async remove(id: string): Promise<void> {
      const items = await all({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `IMAGE#${id}` },
        ProjectionExpression: 'pk, sk',
      });
      const record = await get(id);
      const waiting = record ? waitingFor(record).map((one) => waitingKey(one, id)) : [];
      const trail = [...waiting, ...items.filter((item) => item['sk'] !== 'IMAGE')];
      for (let at = 0; at < trail.length; at += 25) await removeBatch(trail.slice(at, at + 25));
      await removeBatch([imageKey(id)]);
    },
  };

  async function all(query: Record<string, unknown>): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const answer = await db.send(
        new QueryCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start, ...query }),
      );
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start);
    return items;
  }

  async function removeBatch(keys: Record<string, unknown>[]): Promise<void> {
    let left: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    while (left.length > 0) {
      const answer = await db.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
      left = (answer.UnprocessedItems?.[table] ?? []) as Record<string, unknown>[];
    }
  }
}

export type Images = ReturnType<typeof dynamoImages>;
