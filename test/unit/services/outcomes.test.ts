import { describe, expect, test } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import { rename } from '#core/rename';
import { decide, expire, settle } from '#core/review';
import { outcomeSheets } from '#services/outcomes';
import { executionOf, inReview, minutesLater, NOW } from '../core/images.ts';

const digest = {
  id: '01kadz5t9qx3m8v7rj2c4w6ehn',
  recipient: 'ann@contactsheet.example',
  kind: 'outcome' as const,
  state: 'closed' as const,
  version: 1,
  entries: [],
  openedAt: NOW.toISOString(),
  joinedAt: NOW.toISOString(),
  nextCheckAt: NOW.toISOString(),
};
const mailOf = (record: ImageRecord) => {
  const [mail] = outcomeSheets(digest, [record], { baseUrl: 'https://api.example', now: () => NOW });
  return mail?.text.replace(/\s+/g, ' ');
};
const retitled = () => {
  const approved: ImageRecord = { ...inReview({ outcome: 'approved' }), status: 'approved' };
  return rename(approved, 'Tea', 'ann@contactsheet.example', executionOf, NOW)?.record ?? approved;
};
const settled = (record: ImageRecord | undefined) => (record && settle(record, NOW)?.record) ?? retitled();

describe('the sender of a new title', () => {
  test.each(['approve', 'reject'] as const)('is told what became of it (%s)', (decision) => {
    const by = 'rita@contactsheet.example';
    const said = mailOf(settled(decide(retitled(), { by, decision, comment: 'Hm.' }, NOW)?.record));
    expect(said).toContain(
      decision === 'approve'
        ? 'It is public under its new title.'
        : 'The title “Tea” was not approved: the picture stays public as it was.',
    );
    expect(said).toContain('Hm.');
  });

  test('is told when nobody decided on it, and nothing while it is in review', () => {
    expect(mailOf(settled(expire(retitled(), minutesLater(72 * 60))?.record))).toContain(
      '“Tea” was not approved',
    );
    expect(mailOf(retitled())).toBeUndefined();
  });

  test('is not told that it was not approved after changing it back', () => {
    const back = rename(retitled(), 'Coffee', 'ann@contactsheet.example', executionOf, NOW)?.record;
    const said = back && mailOf(back);
    expect(said).toContain('1. Coffee');
    expect(said).not.toContain('not approved');
  });
});
