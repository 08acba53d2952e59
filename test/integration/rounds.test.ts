import { describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { call, waitFor } from '../system/client.ts';
import { linksOf, mailsTo, waitForMails } from '../system/mailbox.ts';
import { person } from '../system/people.ts';
import { rewrite } from '../system/records.ts';
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

describe('an approved picture that is withdrawn', () => {
  it('is private at once, by a reviewer’s hand only, and can be put up for review again', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const [link] = links;
    const member = await person('member', 'reviewers');
    const withdraw = (as = member) =>
      call<PublicImage & { code: string }>('DELETE', `/images/${id}/review`, { as });
    const thumbnail = () => call('GET', `/images/${id}/thumbnails/small`);

    expect((await withdraw()).body.code).toBe('not-withdrawable');
    await call('POST', link, { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
    expect((await thumbnail()).status).toBe(302);
    expect((await withdraw(sender)).status).toBe(403);

    const withdrawn = await withdraw();
    expect([withdrawn.status, withdrawn.body.status]).toEqual([200, 'withdrawn']);
    expect((await thumbnail()).status).toBe(404);
    expect((await withdraw()).status).toBe(200);
    const page = await call('GET', link, { headers: { accept: 'text/html' } });
    expect(page.text).toContain('withdrawn since');

    const trail = await call<{ items: { type: string }[] }>('GET', `/images/${id}/events`, { as: sender });
    expect(trail.body.items.filter(({ type }) => type === 'withdrawn')).toHaveLength(1);
    expect((await call('POST', `/images/${id}/review`, { as: member })).status).toBe(202);
    await waitFor(sender, id, 'in-review');
  });
});

describe('rounds of review', () => {
  it('have a pause before the owner begins the third, and an end', async () => {
    const { sender, reviewers, pictures } = await inReview(1, {
      policy: { remindAfter: [], expireAfter: 'PT5S' },
    });
    const [{ id }] = pictures;
    const operator = await person('operator', 'operators');
    const restart = (as = sender) => call('POST', `/images/${id}/workflow`, { as });
    await waitFor(sender, id, 'expired');
    expect((await restart()).status).toBe(202);
    await waitForMails(reviewers[0] ?? '', 2);
    await waitFor(sender, id, 'expired');

    const soon = await restart();
    expect([soon.status, soon.body.code]).toEqual([409, 'too-soon']);
    const seconds = Number(soon.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await mailsTo(reviewers[0] ?? '')).toHaveLength(2);

    await rewrite(id, { round: 20 });
    const last = await restart(operator);
    expect([last.status, last.body.code]).toEqual([409, 'too-many-rounds']);
    await rewrite(id, { round: 2 });
    expect((await restart(operator)).status).toBe(202);
  });
});
