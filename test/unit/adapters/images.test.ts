import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { decide } from '#core/review';
import { undo } from '#core/undo';
import { executionOf, ID, inReview, NOW } from '../core/images.ts';

type Item = Record<string, unknown>;
const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

/** As much of DynamoDB as the adapter uses: items by key, and transactions that hold to the version they saw. */
function tableOf(...items: Item[]) {
  const kept = new Map(items.map((item) => [keyOf(item), item]));
  const db = DynamoDBDocumentClient.from(dynamo());
  const state = { beforeTransaction: async () => undefined as unknown };

  function transact(writes: NonNullable<TransactWriteCommand['input']['TransactItems']>): object {
    const broken = writes.some(({ Put, Delete }) => {
      const seen = (Put ?? Delete)?.ExpressionAttributeValues?.[':seen'];
      return seen !== undefined && kept.get(keyOf(Put?.Item ?? Delete?.Key ?? {}))?.['version'] !== seen;
    });
    if (broken) throw Object.assign(new Error('cancelled'), { name: 'TransactionCanceledException' });
    for (const { Put, Delete } of writes) {
      if (Put?.Item) kept.set(keyOf(Put.Item), Put.Item);
      if (Delete?.Key) kept.delete(keyOf(Delete.Key));
    }
    return {};
  }

  const answer = async (command: unknown): Promise<object> => {
    if (command instanceof GetCommand) return { Item: kept.get(keyOf(command.input.Key ?? {})) };
    if (command instanceof QueryCommand) {
      const pk = command.input.ExpressionAttributeValues?.[':pk'];
      return { Items: [...kept.values()].filter((item) => item['pk'] === pk) };
    }
    if (command instanceof BatchWriteCommand) {
      for (const { DeleteRequest } of Object.values(command.input.RequestItems ?? {}).flat())
        kept.delete(keyOf(DeleteRequest?.Key ?? {}));
      return {};
    }
    if (!(command instanceof TransactWriteCommand)) throw new Error('nothing else is asked');
    await state.beforeTransaction();
    return transact(command.input.TransactItems ?? []);
  };
  db.send = answer as typeof db.send;
  return { kept, state, images: dynamoImages('pictures', db) };
}

const rita = 'rita@contactsheet.example';
const approve = (by: string) => (seen: ReturnType<typeof inReview>) =>
  decide(seen, { by, decision: 'approve' }, NOW);

describe('changing a record', () => {
  test('succeeds for each of twenty reviewers who press at the same moment', async () => {
    const reviewers = Array.from({ length: 20 }, (_, at) => `r${at}@contactsheet.example`);
    const record = inReview({ reviewers, required: 20 });
    const { images } = tableOf({ pk: `IMAGE#${ID}`, sk: 'IMAGE', ...record });
    await Promise.all(reviewers.map((one) => images.change(ID, approve(one))));
    const { review } = (await images.get(ID)) ?? {};
    expect([review?.decisions.length, review?.outcome]).toEqual([20, 'approved']);
  });
});

describe('what waits for a person', () => {
  test('is kept once for all labels of their address, and goes when they decide by any', async () => {
    const record = inReview({ reviewers: ['ann+pics@desk.example', 'ann@desk.example', rita], required: 2 });
    const { images, kept } = tableOf({ pk: `IMAGE#${ID}`, sk: 'IMAGE', ...record, status: 'processing' });
    const waiting = () => [...kept.keys()].filter((key) => key.startsWith('WAITING#'));
    await images.change(ID, (seen) => ({ record: { ...seen, status: 'in-review' } }));
    expect(waiting()).toEqual([`WAITING#ann@desk.example ${ID}`, `WAITING#${rita} ${ID}`]);
    await images.change(ID, approve('ann@desk.example'));
    expect(waiting()).toEqual([`WAITING#${rita} ${ID}`]);
  });
});

describe('removing an image', () => {
  test('leaves nothing of it, though it came to wait again a moment before', async () => {
    const decided = approve(rita)(inReview())?.record ?? inReview();
    const { images, kept, state } = tableOf({ pk: `IMAGE#${ID}`, sk: 'IMAGE', ...decided });
    state.beforeTransaction = async () => {
      state.beforeTransaction = async () => undefined;
      await images.change(ID, (seen) => undo(seen, rita, executionOf, NOW));
      expect([...kept.keys()]).toContain(`WAITING#${rita} ${ID}`);
    };
    const removed = await images.remove(ID);
    expect([...kept.keys()]).toEqual([]);
    expect(removed?.execution).toBe(executionOf(`${ID}-1-2`));
  });

  test('a second time does nothing', async () => {
    expect(await tableOf().images.remove(ID)).toBeUndefined();
  });
});
