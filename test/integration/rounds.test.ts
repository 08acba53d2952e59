import { describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { call, waitFor } from '../system/client.ts';
import { linksOf, mailsTo, waitForMails } from '../system/mailbox.ts';
import { person } from '../system/people.ts';
import { inReview } from '../system/scenes.ts';

const json = { accept: 'application/json' };

describe('a rejected picture that is reopened', () => {
  it('is asked about in a new mail, and the links of the round before show nothing and decide nothing', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const [old] = links;
    const [reviewer = ''] = reviewers;
    const member = await person('member', 'reviewers');
    const reopen = (as = member) =>
      call<PublicImage & { code: string }>('POST', `/images/${id}/review`, { as });

    expect((await reopen()).status).toBe(409);
    await call('POST', old, { body: { decision: 'reject' } });
    await waitFor(sender, id, 'rejected');
    expect((await reopen(sender)).status).toBe(403);

    const reopened = await reopen();
    expect(reopened.status).toBe(202);
    expect(reopened.body).toMatchObject({ status: 'processing', review: null, failure: null });
    const again = await waitFor(sender, id, 'in-review');
    expect(again.review).toMatchObject({ reviewers, decisions: [] });
    expect((await reopen()).body.code).toBe('not-reopenable');

    const mails = await waitForMails(reviewer, 2);
    expect(mails).toHaveLength(2);
    expect(mails[0]?.subject).not.toBe(mails[1]?.subject);
    const link = linksOf(mails.slice(1)).get(id) ?? '';
    expect(link).not.toBe(old);

    for (const [method, more] of [
      ['GET', {}],
      ['POST', { body: { decision: 'approve' } }],
    ] as const) {
      const late = await call(method, old, { headers: json, ...more });
      expect([method, late.status]).toEqual([method, 410]);
    }
    expect((await call('GET', link, { headers: json })).status).toBe(200);
    expect((await call('POST', link, { body: { decision: 'approve' } })).status).toBe(200);
    const approved = await waitFor(sender, id, 'approved');
    expect(approved.review?.decisions).toHaveLength(1);
    expect((await reopen()).status).toBe(409);
    expect(await mailsTo(reviewer)).toHaveLength(2);
  });
});
