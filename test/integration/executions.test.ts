import { describe, expect, it } from '@jest/globals';
import { call, waitFor } from '../system/client.ts';
import { executionsOf, kill } from '../system/executions.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { everythingOf, mustRecord, sweepOver, waitUntilQuiet } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

/** Waits until the record names another execution than the one that was stopped. */
const waitForNext = (id: string, stopped: string) =>
  until(`another execution than ${stopped}`, async () => {
    const { execution, status } = await mustRecord(id);
    return execution !== stopped || status === 'failed' ? execution : undefined;
  });

describe('an execution that dies', () => {
  it('is replaced by itself: nobody is asked twice, and the link that was mailed decides', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const token = (await mustRecord(id)).review?.token;
    const stopped = await kill(id);
    await waitForNext(id, stopped);
    const { review, attempt, deaths } = await waitUntilQuiet(id);
    expect([attempt, deaths]).toEqual([2, 1]);
    expect(review?.token).not.toBe(token);
    expect(await executionsOf(id)).toMatchObject({ [`${id}-1-1`]: 'ABORTED', [`${id}-1-2`]: 'RUNNING' });
    const trail = (await everythingOf(id)).filter((item) => item['type'] === 'restarted');
    expect(trail).toMatchObject([{ by: 'contactsheet', detail: 'ABORTED' }]);

    expect((await call('POST', links[0], { body: { decision: 'approve' } })).status).toBe(200);
    await waitFor(sender, id, 'approved');
    expect(await mailsTo(reviewers[0] ?? '')).toHaveLength(1);
    expect(Object.keys(await executionsOf(id))).not.toContain(`${id}-1-3`);
  });

  it('again and again ends as a fault, which its sender may start again in a new round', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await waitForNext(id, await kill(id));
    for (const deaths of [2, 3]) {
      await waitForNext(id, await kill(id));
      expect((await mustRecord(id)).deaths).toBe(deaths);
      // Later ones are started by the sweep, after a while.
      expect(Object.keys(await executionsOf(id))).not.toContain(`${id}-1-${deaths + 1}`);
      await sweepOver(id);
      expect(Object.keys(await executionsOf(id))).toContain(`${id}-1-${deaths + 1}`);
    }
    await kill(id);
    const failed = await waitFor(sender, id, 'failed');
    expect(failed.failure?.code).toBe('processing-died');
    await sweepOver(id);
    expect(Object.keys(await executionsOf(id))).not.toContain(`${id}-1-5`);

    const again = await call('POST', `/images/${id}/workflow`, { as: sender });
    expect(again.status).toBe(202);
    await waitFor(sender, id, 'in-review');
    expect(await mailsTo(reviewers[0] ?? '')).toHaveLength(1);
    const old = await call('POST', links[0], { body: { decision: 'approve' } });
    expect(old.status).toBe(410);
    const link = await until('a link of the second round', async () => {
      const found = await linkTo(id, reviewers[0] ?? '');
      return found === links[0] ? undefined : found;
    });
    expect((await call('POST', link, { body: { decision: 'approve' } })).status).toBe(200);
    await waitFor(sender, id, 'approved');
  });
});
