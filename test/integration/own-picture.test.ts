import { describe, expect, it } from '@jest/globals';
import { call, send, waitFor } from '../system/client.ts';
import { address, person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { everythingOf, waitUntilQuiet } from '../system/records.ts';

describe('a reviewer who sends a picture', () => {
  it('does not decide on it, although reviewers decide on every other', async () => {
    const reviewer = await person('reviewer', 'reviewers');
    const { id } = await send(reviewer, await small(), { reviewers: [address('other')] });
    await waitUntilQuiet(id);
    const before = await everythingOf(id);
    for (const decision of ['approve', 'reject']) {
      const { status, body } = await call('PUT', `/images/${id}/review`, {
        as: reviewer,
        body: { decision },
      });
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
    expect(await everythingOf(id)).toEqual(before);
  });

  it('does not reopen it when a colleague rejected it, and the colleague does', async () => {
    const reviewer = await person('reviewer', 'reviewers');
    const colleague = await person('colleague', 'reviewers');
    const { id } = await send(reviewer, await small(), { reviewers: [address('other')] });
    await waitUntilQuiet(id);
    const reopen = (as: typeof reviewer) => call('POST', `/images/${id}/review`, { as });
    await call('PUT', `/images/${id}/review`, { as: colleague, body: { decision: 'reject' } });
    await waitFor(reviewer, id, 'rejected');
    const before = await everythingOf(id);
    const refused = await reopen(reviewer);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect(await everythingOf(id)).toEqual(before);
    expect((await reopen(colleague)).status).toBe(202);
  });
});
