import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { eventItem } from '#adapters/image-items';
import { dynamoImageLists } from '#adapters/image-lists';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import type { AuditEvent } from '#core/audit';
import { waitingList } from '#services/desks';
import { ID, inReview, NOW } from '../core/images.ts';
import { memoryImages } from '../services/fakes.ts';

const idOf = (letter: string) => `${ID.slice(0, -1)}${letter}`;
const record = (letter: string) => ({ ...inReview(), id: idOf(letter) });

test('A list goes on without a record that cannot be read, and its next page begins where it should', async () => {
  const { status: _, ...broken } = record('c');
  const rows = [record('d'), broken, record('b'), record('a')];
  const db = DynamoDBDocumentClient.from(dynamo());
  const answer = async (command: unknown): Promise<object> => {
    if (!(command instanceof QueryCommand)) throw new Error('nothing else is asked');
    const { ':before': before = '~' } = command.input.ExpressionAttributeValues ?? {};
    return { Items: rows.filter(({ id }) => id < before).slice(0, command.input.Limit) };
  };
  db.send = answer as typeof db.send;
  const skipped: string[] = [];
  const { list } = dynamoImageLists('pictures', db, (id) => skipped.push(id));
  const first = await list({ owner: 'ann', limit: 2, now: NOW });
  expect([first.items.map(({ id }) => id), first.nextCursor]).toEqual([[idOf('d')], idOf('c')]);
  const second = await list({ owner: 'ann', limit: 2, now: NOW, cursor: idOf('c') });
  expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[idOf('b'), idOf('a')], undefined]);
  expect(skipped).toEqual([idOf('c')]);
});

test('A trail goes on without an entry that cannot be read, and its next page begins where it should', async () => {
  const entry = (version: number, type: AuditEvent['type']) =>
    eventItem({ ...inReview(), version }, { at: NOW.toISOString(), by: 'ann@contactsheet.example', type });
  const rows = [entry(0, 'created'), { ...entry(1, 'uploaded'), type: 'unheard-of' }, entry(2, 'renamed')];
  const db = DynamoDBDocumentClient.from(dynamo());
  const answer = async (command: unknown): Promise<object> => {
    if (!(command instanceof QueryCommand)) throw new Error('nothing else is asked');
    const { ':first': first = '' } = command.input.ExpressionAttributeValues ?? {};
    return { Items: rows.filter(({ sk }) => String(sk) >= first).slice(0, command.input.Limit) };
  };
  db.send = answer as typeof db.send;
  const skipped: string[] = [];
  const { events } = dynamoImages('pictures', db, (sk) => skipped.push(sk));
  const first = await events(ID, 2);
  expect([first.items.map(({ type }) => type), first.nextCursor]).toEqual([['created'], 1]);
  const second = await events(ID, 2, 1);
  expect([second.items.map(({ type }) => type), second.nextCursor]).toEqual([['renamed'], undefined]);
  expect(skipped).toEqual(['EVENT#00000001']);
});

test('A desk shows the others where one record cannot be read', async () => {
  const images = memoryImages(record('a'), record('b'));
  const get = images.get;
  images.get = async (id) => {
    if (id === idOf('a')) throw new z.ZodError([]);
    return get(id);
  };
  const logged: unknown[] = [];
  const waiting = waitingList({
    images,
    lists: { waiting: async () => ({ ids: [idOf('b'), idOf('a')] }) },
    logger: { error: (...line: unknown[]) => void logged.push(line) },
  });
  const { items } = await waiting('rita@contactsheet.example', 10);
  expect(items.map(({ id }) => id)).toEqual([idOf('b')]);
  expect(logged).toHaveLength(1);
});
