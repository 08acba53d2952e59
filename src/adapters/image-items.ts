import type { AuditEvent } from '#core/audit';
import type { ImageRecord } from '#core/image';
import { monthOf, partitions, timeOfId } from '#core/listing';
import { mailboxOf } from '#core/mailbox';
import { waitingFor } from '#core/panel';
import { checkShard } from './table.ts';

/** Where the record is kept. */
export const imageKey = (id: string) => ({ pk: `IMAGE#${id}`, sk: 'IMAGE' });

/** The record as it is kept, with what the indexes go by. */
export function imageItem(record: ImageRecord): Record<string, unknown> {
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

/** No record is changed more often. */
export const LAST_VERSION = 99_999_999;

/** The sort key of the entry that came with that version: text sorts as the numbers do. */
export const eventSort = (version: number) => `EVENT#${String(version).padStart(8, '0')}`;

/** The version that an entry came with, by its sort key. */
export const versionOfEvent = (sort: string) => Number(sort.slice('EVENT#'.length));

/** An entry of the trail, keyed by the version that it came with. */
export function eventItem(record: ImageRecord, event: AuditEvent): Record<string, unknown> {
  return { pk: `IMAGE#${record.id}`, sk: eventSort(record.version), ...event };
}

/** What waits for a person, by whichever label of their address. */
export const waitingPartition = (reviewer: string) => `WAITING#${mailboxOf(reviewer)}`;

/** Where it is kept that a picture waits for a reviewer. */
export const waitingKey = (reviewer: string, id: string) => ({ pk: waitingPartition(reviewer), sk: id });

/** What waits for whom is kept beside the record, and changes with it: a reviewer's list is one query. */
export function waitingWrites(table: string, before: ImageRecord, after: ImageRecord) {
  const [was, is] = [waitingFor(before).map(mailboxOf), waitingFor(after).map(mailboxOf)];
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
