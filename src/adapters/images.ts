import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type AuditEvent, auditEvent } from '#core/audit';
import type { Change } from '#core/change';
import { KeyReused, NotFound, TooBusy } from '#core/errors';
import { inGroups } from '#core/groups';
import { type ImageRecord, imageRecord } from '#core/image';
import { waitingFor } from '#core/panel';
import {
  eventItem,
  eventSort,
  imageItem,
  imageKey,
  LAST_VERSION,
  versionOfEvent,
  waitingKey,
  waitingWrites,
} from './image-items.ts';
import { queryItems } from './query.ts';
import { isConflict, letOthersPass } from './table.ts';

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

/** Each try that fails let another writer through: more than all the reviewers of a picture, and its clock. */
const MAX_TRIES = 30;

/**
 * The images and their trails in DynamoDB.
 * @param skip hears the sort key of an audit entry that cannot be read; its trail goes on without it
 */
export function dynamoImages(
  table: string,
  db: DynamoDBDocumentClient,
  skip: (sk: string) => void = () => undefined,
) {
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
        await letOthersPass(attempt);
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

    /**
     * A page of the audit trail, oldest first.
     * @param cursor the version of the record that the page before ended with
     */
    async events(
      id: string,
      limit: number,
      cursor?: number,
    ): Promise<{ items: AuditEvent[]; nextCursor?: number }> {
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': `IMAGE#${id}`,
          ':first': eventSort((cursor ?? -1) + 1),
          ':last': eventSort(LAST_VERSION),
        },
        ConsistentRead: true,
      };
      const items = await queryItems(db, query, limit + 1);
      const shown = items.slice(0, limit);
      const last = items.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.flatMap((item) => {
          const { data } = auditEvent.safeParse(item);
          if (!data) skip(String(item['sk']));
          return data ?? [];
        }),
        ...(last ? { nextCursor: versionOfEvent(String(last['sk'])) } : {}),
      };
    },

    /**
     * Removes the image, its trail and where it waits; the image itself last, so that a removal cut short can be
     * repeated, and only as it was seen, so that nothing is left of a change that comes between.
     * @returns the record as it was removed
     * @throws TooBusy when others keep changing it
     */
    async remove(id: string): Promise<ImageRecord | undefined> {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const record = await get(id);
        const items = await queryItems(db, {
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `IMAGE#${id}` },
          ProjectionExpression: 'pk, sk',
          ConsistentRead: true,
        });
        for (const group of inGroups(items, 25))
          await removeBatch(group.filter((item) => item['sk'] !== 'IMAGE'));
        if (!record || (await removeRecord(record))) return record;
        await letOthersPass(attempt);
      }
      throw new TooBusy('The picture is being changed by others. Try again in a moment.');
    },
  };

  async function removeRecord(seen: ImageRecord): Promise<boolean> {
    const image = {
      TableName: table,
      Key: imageKey(seen.id),
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: { ':seen': seen.version },
    };
    const waiting = waitingFor(seen).map((one) => ({
      Delete: { TableName: table, Key: waitingKey(one, seen.id) },
    }));
    try {
      await db.send(new TransactWriteCommand({ TransactItems: [{ Delete: image }, ...waiting] }));
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
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
