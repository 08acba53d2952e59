import { describe, expect, it } from '@jest/globals';
import { call, waitFor } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { mailsTo } from '../system/mailbox.ts';
import {
  ago,
  everythingOf,
  mustRecord,
  mustReview,
  rewrite,
  sweepOver,
  waitUntilQuiet,
} from '../system/records.ts';
import { inReview } from '../system/scenes.ts';

/** A picture in review so many minutes, whose token got lost on its way to the record. */
async function tokenless(minutes: number) {
  const { sender, reviewers, pictures } = await inReview();
  const [{ id, links }] = pictures;
  const { token: _, ...review } = await mustReview(id);
  await rewrite(id, { review: { ...review, openedAt: ago(minutes) } });
  return { sender, reviewer: reviewers[0] ?? '', id, link: links[0] };
}

describe('a picture whose token was lost', () => {
  it('is published by another execution soon after it is approved', async () => {
    const { sender, reviewer, id, link } = await tokenless(2);
    expect((await call('POST', link, { body: { decision: 'approve' } })).status).toBe(200);
    expect((await mustRecord(id)).review).toMatchObject({ outcome: 'approved', delivery: 'pending' });
    await sweepOver(id);
    await waitFor(sender, id, 'approved');
    const { attempt, deaths } = await mustRecord(id);
    expect([attempt, deaths]).toEqual([2, 0]);
    expect(await executionsOf(id)).toMatchObject({
      [`${id}-1-1`]: 'ABORTED',
      [`${id}-1-1-clock`]: 'ABORTED',
      [`${id}-1-2`]: 'SUCCEEDED',
    });
    const trail = (await everythingOf(id)).filter((item) => item['type'] === 'restarted');
    expect(trail).toMatchObject([{ by: 'contactsheet', detail: 'token-lost' }]);
    expect(await mailsTo(reviewer)).toHaveLength(1);
  });

  it('is waited for again by another execution after five minutes, and its link goes on working', async () => {
    const { sender, reviewer, id, link } = await tokenless(6);
    await sweepOver(id);
    const { attempt, deaths } = await waitUntilQuiet(id);
    expect([attempt, deaths]).toEqual([2, 0]);
    expect((await call('POST', link, { body: { decision: 'reject' } })).status).toBe(200);
    await waitFor(sender, id, 'rejected');
    expect(await mailsTo(reviewer)).toHaveLength(1);
  });
});
