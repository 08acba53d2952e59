import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { tableChanges } from '../../../src/functions/tell-changes/schema.ts';

const { Records } = JSON.parse(readFileSync('events/tell-changes.json', 'utf8'));
const [rewritten] = Records;
const { Keys, NewImage, OldImage } = rewritten.dynamodb;
const trail = { pk: Keys.pk, sk: { S: 'EVENT#00000008' } };

describe('what the table’s stream brings', () => {
  test('is read before and after, without what nobody is told', () => {
    const address = { createdBy: { S: 'ann@contactsheet.example' } };
    const full = { ...rewritten, dynamodb: { Keys, OldImage, NewImage: { ...NewImage, ...address } } };
    expect(tableChanges.parse({ Records: [full] }).Records).toEqual([
      {
        before: expect.objectContaining({ status: 'in-review', version: 7 }),
        after: {
          id: '01kadz5t9qx3m8v7rj2c4w6ehn',
          version: 8,
          status: 'approved',
          round: 1,
          title: 'A rocket',
          updatedAt: '2026-11-20T09:05:00.000Z',
        },
      },
    ]);
  });

  test('is left out where it is new, removed, or not a picture’s record, as in a replay by hand', () => {
    const others = [
      { eventName: 'INSERT', dynamodb: { Keys, NewImage } },
      { eventName: 'REMOVE', dynamodb: { Keys, OldImage } },
      { eventName: 'MODIFY', dynamodb: { Keys: trail, OldImage: trail, NewImage: trail } },
    ];
    expect(tableChanges.parse({ Records: [...others, rewritten] }).Records).toHaveLength(1);
    expect(tableChanges.parse({ Records: others }).Records).toEqual([]);
  });

  test('that lacks what is told is an error, so that it is not passed over', () => {
    const { title: _, ...nameless } = NewImage;
    const broken = { eventName: 'MODIFY', dynamodb: { Keys, OldImage, NewImage: nameless } };
    expect(tableChanges.safeParse({ Records: [broken] }).success).toBe(false);
  });
});
