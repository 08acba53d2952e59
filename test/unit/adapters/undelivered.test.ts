import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDigests } from '#adapters/digests';
import { dynamoUndelivered } from '#adapters/undelivered';
import type { Unreachable } from '#core/undelivered';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const about: Unreachable = {
  address: 'rita@contactsheet.example',
  why: 'bounced',
  since: '2026-11-20T10:00:00.000Z',
  until: '2026-11-21T10:00:01.000Z',
};

/** A table that answers each call alike, and what it was asked. */
function table(answer: object) {
  const asked: Record<string, unknown>[] = [];
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    asked.push(input);
    return answer;
  };
  return { asked, db: { send } as unknown as DynamoDBDocumentClient };
}

describe('an address that takes no mail', () => {
  test('is one until its time is over, though DynamoDB removes it later', async () => {
    const { db } = table({ Item: about, Items: [about] });
    const undelivered = dynamoUndelivered('images', db);
    const after = new Date('2026-11-21T10:00:01.000Z');
    expect(await undelivered.of(about.address, NOW)).toEqual(about);
    expect(await undelivered.of(about.address, after)).toBeUndefined();
    expect((await undelivered.list(NOW)).unreachable).toEqual([about]);
    expect((await undelivered.list(after)).unreachable).toEqual([]);
  });

  test('is kept where the operations guide removes it, and expires by itself', async () => {
    const { db, asked } = table({});
    await dynamoUndelivered('images', db).remember(about);
    expect(asked[0]?.['Item']).toMatchObject({
      pk: 'MAIL',
      sk: 'UNREACHABLE#rita@contactsheet.example',
      expires: Date.parse(about.until) / 1000,
    });
  });
});

test('a closed digest that cannot be read holds up none of its recipient’s others', async () => {
  const digest = {
    recipient: about.address,
    kind: 'review',
    id: 'd1',
    version: 1,
    state: 'closed',
    openedAt: about.since,
    joinedAt: about.since,
    entries: [],
  };
  const { db } = table({ Items: [{ ...digest, state: 'of another version' }, digest] });
  expect(await dynamoDigests('images', db).closed(about.address, 'review')).toEqual([digest]);
});
