import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { allMessages } from '#services/batches';

const lines: string[] = [];
const logger = new Logger();
jest.spyOn(logger, 'error').mockImplementation((...line) => void lines.push(JSON.stringify(line)));

const queue = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) as SQSEvent['Records'],
});

describe('a batch whose messages are done together', () => {
  const done: number[][] = [];
  const handler = allMessages(logger, z.object({ id: z.int() }), async (messages) => {
    done.push(messages.map(({ id }) => id));
    return messages.filter(({ id }) => id === 13);
  });
  const run = async (event: SQSEvent) => {
    const answer = await handler(event, {} as Context, () => undefined);
    return answer ? answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : [];
  };

  test('goes on though one cannot be read: that one comes back alone', async () => {
    expect(await run(queue('{"id":1}', '{"id":"ann@contactsheet.example"}', '{', '{"id":2}'))).toEqual([
      'm1',
      'm2',
    ]);
    expect(done.at(-1)).toEqual([1, 2]);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('ann@');
  });

  test('has those come back that failed', async () => {
    expect(await run(queue('{"id":13}', '{"id":14}'))).toEqual(['m0']);
  });
});
