import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dueItems, dynamoDigests } from '#adapters/digests';
import { eventItem, imageItem, waitingKey } from '#adapters/image-items';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { firstIdOf } from '#core/listing';
import { announced, ID, minutesLater, NOW } from '../core/images.ts';

type Item = Record<string, unknown>;

/** An index's own keys. */
const keys: Record<string, [partition: string, sort: string]> = {
  byOwner: ['ownerKey', 'id'],
  byOwnerStatus: ['ownerStatus', 'id'],
  byMonth: ['month', 'id'],
  byStatus: ['statusMonth', 'id'],
  byCheck: ['checkShard', 'nextCheckAt'],
  '': ['pk', 'sk'],
};

/** Queries as DynamoDB answers them where three items are 1 MB: each page is that short, whatever `Limit` says. */
function fatTable(items: Item[]) {
  const db = DynamoDBDocumentClient.from(dynamo());
  const answer = async (command: unknown): Promise<object> => {
    if (!(command instanceof QueryCommand)) throw new Error('nothing else is asked');
    const {
      IndexName = '',
      ExpressionAttributeValues = {},
      KeyConditionExpression: condition = '',
    } = command.input;
    const { ScanIndexForward = true, Limit = 1000, ExclusiveStartKey } = command.input;
    const [partition = '', sort = ''] = keys[IndexName] ?? [];
    const [wanted, ...bounds] = Object.values(ExpressionAttributeValues).map(String);
    const [low = '', high = '~'] = condition.includes('<') ? ['', bounds[0]] : bounds;
    const isIn = (value: string) =>
      condition.includes('begins_with')
        ? value.startsWith(low)
        : condition.includes('BETWEEN') || condition.includes('<=')
          ? value >= low && value <= high
          : value >= low && value < high;
    const found = items
      .filter((item) => item[partition] === wanted && isIn(String(item[sort])))
      .sort((a, b) => (String(a[sort]) < String(b[sort]) === ScanIndexForward ? -1 : 1));
    const from = ExclusiveStartKey
      ? found.findIndex(
          (item) => item['pk'] === ExclusiveStartKey['pk'] && item['sk'] === ExclusiveStartKey['sk'],
        ) + 1
      : 0;
    const page = found.slice(from, from + Math.min(3, Limit));
    const isLast = from + page.length >= found.length;
    const last = page.at(-1);
    return {
      Items: page,
      ...(isLast || !last ? {} : { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } }),
    };
  };
  db.send = answer as typeof db.send;
  return db;
}

/** Ten pictures, the oldest first. */
const records = Array.from({ length: 10 }, (_, at) => announced({ id: firstIdOf(minutesLater(at)) }));
const newestFirst = records.map(({ id }) => id).reverse();
const lists = dynamoImageLists(
  'pictures',
  fatTable([...records.map(imageItem), ...records.map(({ id }) => waitingKey('rita', id))]),
);

describe('where a page of the table is full before a page of the list', () => {
  it.each([
    ['one’s own', { owner: 'ann' }],
    ['one’s own in one status', { owner: 'ann', status: 'awaiting-upload' as const }],
    ['everybody’s', {}],
    ['everybody’s in one status', { status: 'awaiting-upload' as const }],
  ])('a list of %s loses no picture', async (_, which) => {
    const query = { ...which, now: minutesLater(60) };
    const whole = await lists.list({ ...query, limit: 100 });
    expect(whole.items.map(({ id }) => id)).toEqual(newestFirst);
    const first = await lists.list({ ...query, limit: 7 });
    expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 7));
    expect(first.nextCursor).toBe(newestFirst[6]);
    const second = await lists.list({ ...query, limit: 7, cursor: newestFirst[6] ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual(newestFirst.slice(7));
  });

  it('what waits for a reviewer is all there', async () => {
    expect(await lists.waiting('rita', 100)).toEqual({ ids: newestFirst });
    expect(await lists.waiting('rita', 9)).toEqual({
      ids: newestFirst.slice(0, 9),
      nextCursor: newestFirst[8],
    });
    expect(await lists.waiting('rita', 9, newestFirst[8])).toEqual({ ids: newestFirst.slice(9) });
  });

  it('what waits for a reviewer is found by whichever label of their address', async () => {
    const [one, other] = ['rita+desk@contactsheet.example', 'Rita@contactsheet.example'];
    const waiting = dynamoImageLists('pictures', fatTable(records.map(({ id }) => waitingKey(one, id))));
    expect((await waiting.waiting(one, 100)).ids).toEqual(newestFirst);
    expect((await waiting.waiting(other, 100)).ids).toEqual(newestFirst);
  });

  it('the sweep sees everything, and a recipient every digest that was closed', async () => {
    expect(await dueItems('pictures', fatTable(records.map(imageItem)))).toHaveLength(10);
    const recipient = 'rita@contactsheet.example';
    const at = NOW.toISOString();
    const closed = Array.from({ length: 8 }, (_, n) => ({
      pk: `DIGEST#${recipient}`,
      sk: `CLOSED#review#${n}`,
      ...{ recipient, kind: 'review', id: String(n), version: 1, state: 'closed' },
      ...{ openedAt: at, joinedAt: at, nextCheckAt: at, entries: [], attempts: 0 },
    }));
    expect(await dynamoDigests('pictures', fatTable(closed)).closed(recipient, 'review')).toHaveLength(8);
  });
});

describe('a trail', () => {
  const at = (n: number) => minutesLater(n).toISOString();
  // A version that says nothing leaves a gap.
  const versions = [0, 1, 2, 4, 7, 9, 10, 11];
  const trail = versions.map((version) =>
    eventItem(announced({ version }), { at: at(version), by: 'ann', type: 'renamed' }),
  );
  const { events } = dynamoImages('pictures', fatTable([imageItem(announced()), ...trail]));
  const timesOf = (items: readonly { at: string }[]) => items.map((one) => one.at);

  it('is read whole, oldest first', async () => {
    const page = await events(ID, 100);
    expect(timesOf(page.items)).toEqual(versions.map(at));
    expect(page.nextCursor).toBeUndefined();
  });

  it('is read in pages, each going on where the one before ended', async () => {
    const first = await events(ID, 5);
    expect(timesOf(first.items)).toEqual([0, 1, 2, 4, 7].map(at));
    expect(first.nextCursor).toBe(7);
    const second = await events(ID, 5, 7);
    expect(timesOf(second.items)).toEqual([9, 10, 11].map(at));
    expect(second.nextCursor).toBeUndefined();
  });

  it('has no page after one that it just fills', async () => {
    expect((await events(ID, 3, 7)).nextCursor).toBeUndefined();
  });
});
