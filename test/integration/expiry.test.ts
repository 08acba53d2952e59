import { describe, expect, it } from '@jest/globals';
import { CLOCK_MAY_BE_LATE } from '#core/checks';
import { call, waitFor } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { linksOf, waitForMails } from '../system/mailbox.ts';
import { everythingOf, waitUntilQuiet } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

const json = { accept: 'application/json' };

describe('a review in which nobody decides in time', () => {
  it('expires by its clock, its links are over, and its sender may start it again in a new round', async () => {
    const { sender, reviewers, pictures } = await inReview(1, { policy: { expireAfter: 'PT15S' } });
    const [{ id, links }] = pictures;
    const open = await call<{ state: string }>('GET', links[0], { headers: json });
    expect([open.status, open.body.state]).toEqual([200, 'open']);

    const expired = await waitFor(sender, id, 'expired');
    expect(expired.review).toMatchObject({ outcome: 'expired', decisions: [] });
    const late = new Date(expired.updatedAt).getTime() - new Date(expired.review?.dueAt ?? '').getTime();
    expect(late).toBeGreaterThanOrEqual(0);
    // After that the sweep would have done it.
    expect(late).toBeLessThan(CLOCK_MAY_BE_LATE);
    const trail = (await everythingOf(id)).map((item) => item['type']);
    expect(trail.filter((type) => type === 'expired')).toHaveLength(1);
    // An expiry is a result, not a fault: neither the execution nor its clock is stopped from outside.
    await until('its executions to be done', async () =>
      Object.values(await executionsOf(id)).every((status) => status === 'SUCCEEDED') ? true : undefined,
    );

    const shown = await call<{ state: string }>('GET', links[0], { headers: json });
    expect([shown.status, shown.body.state]).toEqual([410, 'expired']);
    for (const decision of ['approve', 'reject']) {
      expect((await call('POST', links[0], { body: { decision } })).status).toBe(410);
    }
    expect((await call('GET', `/images/${id}/thumbnails/small`)).status).toBe(404);

    const again = await call<{ status: string }>('POST', `/images/${id}/workflow`, { as: sender });
    expect([again.status, again.body.status]).toEqual([202, 'processing']);
    const mails = await waitForMails(reviewers[0] ?? '', 2);
    expect(mails).toHaveLength(2);
    await waitUntilQuiet(id);
    const link = linksOf(mails.slice(1)).get(id) ?? '';
    expect((await call('POST', links[0], { body: { decision: 'approve' } })).status).toBe(410);
    expect((await call('POST', link, { body: { decision: 'approve' } })).status).toBe(200);
    await waitFor(sender, id, 'approved');
  });
});
