import { describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { announce, call, type Problem, see, send, waitFor } from '../system/client.ts';
import { linksOf, mailsTo, waitForMails } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { everythingOf, mustRecord, mustReview, rewrite, waitUntilQuiet } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

type Linked = Problem & { state: string; image: PublicImage; decision?: { by: string; decision: string } };
const json = { accept: 'application/json' };
const act = (link: string | undefined, decision: string, comment?: string) =>
  call<Linked>('POST', link ?? '', { body: { decision, ...(comment ? { comment } : {}) } });
const look = (link = '') => call<Linked>('GET', link, { headers: json });
const trailOf = async (id: string) =>
  (await everythingOf(id)).map((item) => String(item['type'])).filter((type) => type !== 'undefined');
const publicThumbnail = async (id: string) => (await call('GET', `/images/${id}/thumbnails/small`)).status;

describe('a picture that two of three have to approve', () => {
  it('waits for the second, is published by it, and every decision is on record', async () => {
    const { sender, reviewers, pictures } = await inReview(1, { reviewers: 3, policy: { required: 2 } });
    const [{ id, links }] = pictures;
    const first = await act(links[0], 'approve', 'Sharp.');
    expect([first.status, first.body.state]).toEqual([200, 'waiting']);
    expect((await look(links[1])).body.state).toBe('open');
    expect((await see(sender, id)).status).toBe('in-review');
    // Again is well, the opposite is not, and neither changes anything.
    expect((await act(links[0], 'approve')).status).toBe(200);
    expect((await act(links[0], 'reject')).status).toBe(409);
    expect((await act(links[2], 'approve', 'Yes.')).body.state).toBe('decided');
    const { review } = await waitFor(sender, id, 'approved');
    expect(review).toMatchObject({ required: 2, outcome: 'approved' });
    expect(review?.decisions).toMatchObject([
      { by: reviewers[0], decision: 'approve', comment: 'Sharp.' },
      { by: reviewers[2], decision: 'approve', comment: 'Yes.' },
    ]);
    const late = await act(links[1], 'reject');
    expect([late.status, late.body.code]).toEqual([409, 'already-decided']);
  });

  it('is rejected by one', async () => {
    const { sender, pictures } = await inReview(1, { reviewers: 3, policy: { required: 3 } });
    const [{ id, links }] = pictures;
    await act(links[0], 'approve');
    expect((await act(links[1], 'reject', 'Too dark.')).status).toBe(200);
    const { review } = await waitFor(sender, id, 'rejected');
    expect(review?.decisions.map(({ decision }) => decision)).toEqual(['approve', 'reject']);
  });

  it('counts both of two approvals that come at the same moment', async () => {
    const { sender, pictures } = await inReview(4, { reviewers: 2, policy: { required: 2 } });
    await Promise.all(
      pictures.map(async ({ id, links }) => {
        const answers = await Promise.all(links.map((link) => act(link, 'approve')));
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect((await waitFor(sender, id, 'approved')).review?.decisions).toHaveLength(2);
      }),
    );
  });
});

describe('a decision that is taken back', () => {
  it('puts the published picture in review again: private at once, its links work, and it can be decided anew', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await act(links[0], 'approve');
    await waitFor(sender, id, 'approved');
    expect(await publicThumbnail(id)).toBe(302);

    const undone = await act(links[0], 'undo');
    expect([undone.status, undone.body.state, undone.body.image.status]).toEqual([200, 'open', 'in-review']);
    expect(await publicThumbnail(id)).toBe(404);
    expect((await act(links[0], 'undo')).status).toBe(200);
    const { attempt, execution } = await waitUntilQuiet(id);
    expect([attempt, execution?.endsWith(`${id}-1-2`)]).toEqual([2, true]);

    expect((await act(links[0], 'reject', 'On second thoughts.')).status).toBe(200);
    const { review } = await waitFor(sender, id, 'rejected');
    expect(review?.decisions).toMatchObject([{ decision: 'reject' }]);
    expect(await trailOf(id)).toEqual(
      expect.arrayContaining(['decided', 'approved', 'undone', 'decided', 'rejected']),
    );
  });

  it('before it was carried out leaves nothing of the outcome', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await act(links[0], 'reject');
    expect((await act(links[0], 'undo')).status).toBe(200);
    await waitUntilQuiet(id);
    expect((await see(sender, id)).review).toMatchObject({ decisions: [] });
    expect((await act(links[0], 'approve')).status).toBe(200);
    await waitFor(sender, id, 'approved');
  });

  it('is too late when the picture was public for a minute: then it is withdrawn, by the same link', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await act(links[0], 'approve');
    await waitFor(sender, id, 'approved');
    const { review } = await mustRecord(id);
    if (!review) throw new Error('There is no review.');
    await rewrite(id, { review: { ...review, settledAt: new Date(Date.now() - 61_000).toISOString() } });
    const late = await act(links[0], 'undo');
    expect([late.status, late.body.code]).toEqual([409, 'not-undoable']);
    const page = await call('GET', links[0], { headers: { accept: 'text/html' } });
    expect(page.text).toContain('value="withdraw"');
    expect(page.text).not.toContain('value="undo"');
    // Who pressed Undo on an older page is shown why not, with the button that works.
    const tried = await call('POST', links[0], {
      body: 'decision=undo',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });
    expect([tried.status, tried.text.includes('cannot be undone any more')]).toEqual([409, true]);
    expect(tried.text).toContain('value="withdraw"');
    expect((await act(links[0], 'withdraw')).status).toBe(200);
    expect((await see(sender, id)).status).toBe('withdrawn');
    expect(await publicThumbnail(id)).toBe(404);
  });

  it('is a signed-in reviewer’s own as well', async () => {
    const { sender, pictures } = await inReview();
    const [{ id }] = pictures;
    const member = await person('member', 'reviewers');
    const put = (decision: string) =>
      call<PublicImage>('PUT', `/images/${id}/review`, { as: member, body: { decision } });
    expect((await put('approve')).status).toBe(200);
    await waitFor(sender, id, 'approved');
    expect((await put('undo')).body.status).toBe('in-review');
    expect((await put('reject')).status).toBe(200);
    await waitFor(sender, id, 'rejected');
  });
});

describe('one person with two labels of an address', () => {
  const labelled = (email: string, label: string) => email.replace('@', `+${label}@`);

  it('is one of the two who have to approve, by link and signed in, and finds the picture under either', async () => {
    const [sender, ann] = [await person('sender'), await person('ann', 'reviewers')];
    const [pics, ben] = [labelled(ann.email, 'pics'), address('ben')];
    const { id } = await send(sender, await small(), { policy: { reviewers: [pics, ben], required: 2 } });
    const link = linksOf(await waitForMails(pics)).get(id);
    await waitUntilQuiet(id);
    const waiting = () => call<{ items: PublicImage[] }>('GET', '/images?waitingFor=me', { as: ann });
    expect((await waiting()).body.items.map((one) => one.id)).toEqual([id]);
    expect((await act(link, 'approve')).body.state).toBe('waiting');
    expect((await waiting()).body.items).toEqual([]);

    const again = await call<PublicImage>('PUT', `/images/${id}/review`, {
      as: ann,
      body: { decision: 'approve' },
    });
    expect([again.status, again.body.status, again.body.review?.decisions.length]).toEqual([
      200,
      'in-review',
      1,
    ]);
    const opposite = await call('PUT', `/images/${id}/review`, { as: ann, body: { decision: 'reject' } });
    expect([opposite.status, opposite.body.code]).toEqual([409, 'already-decided']);
    const undone = await call<PublicImage>('PUT', `/images/${id}/review`, {
      as: ann,
      body: { decision: 'undo' },
    });
    expect(undone.body.review?.decisions).toEqual([]);
    await act(link, 'approve');
    expect((await act(linksOf(await waitForMails(ben)).get(id), 'approve')).body.state).toBe('decided');
    await waitFor(sender, id, 'approved');
  });

  it('is refused as a second reviewer, and as who is escalated to', async () => {
    const sender = await person('sender');
    const ann = address('ann');
    const body = { filename: 'a.png', contentType: 'image/png' };
    const refused = async (policy: object) => {
      const answer = await call('POST', '/images', { as: sender, body: { ...body, policy } });
      return [answer.status, answer.body.errors?.map(({ field, code }) => `${field}: ${code}`)];
    };
    expect(await refused({ reviewers: [ann, labelled(ann, '2')], required: 2 })).toEqual([
      400,
      ['policy.required: too-many-required'],
    ]);
    const escalation = { escalateTo: [labelled(ann, '2')], escalateAfter: 'PT1S' };
    expect(await refused({ reviewers: [ann, address('ben')], required: 2, ...escalation })).toEqual([
      400,
      ['policy.escalateTo.0: already-reviewer'],
    ]);
  });
});

describe('an approval that is taken back', () => {
  it('leaves a picture rejected that somebody else rejected', async () => {
    const { sender, pictures } = await inReview(1, { reviewers: 2, policy: { required: 2 } });
    const [{ id, links }] = pictures;
    await act(links[0], 'approve');
    await act(links[1], 'reject');
    await waitFor(sender, id, 'rejected');
    expect((await act(links[0], 'undo')).body.image).toMatchObject({
      status: 'rejected',
      review: { decisions: [{ decision: 'reject' }] },
    });
    expect((await mustRecord(id)).attempt).toBe(1);
  });
});

describe('a picture that was decided before its mail went', () => {
  it('is mailed once that is taken back, and its reviewers were not asked twice', async () => {
    const [sender, member] = [await person('sender'), await person('member', 'reviewers')];
    const [asked, picture] = [address('asked'), await small()];
    // A mail waits for what its sender has announced.
    const { id: coming } = await announce(sender, picture);
    const { id } = await send(sender, picture, { policy: { reviewers: [asked] } });
    await waitUntilQuiet(id);
    const put = (decision: string) =>
      call<PublicImage>('PUT', `/images/${id}/review`, { as: member, body: { decision } });
    expect((await put('reject')).status).toBe(200);
    await call('DELETE', `/images/${coming}`, { as: sender });
    await until('the mail to leave it out', async () => (await mustReview(id)).leftOut);
    expect(await mailsTo(asked)).toEqual([]);

    expect((await put('undo')).body.status).toBe('in-review');
    expect(await waitForMails(asked)).toHaveLength(1);
    expect((await mustReview(id)).leftOut).toBeUndefined();
  });
});

describe('after a decision', () => {
  it('the page offers what waits next for the same reviewer, and how many there are', async () => {
    const { pictures } = await inReview(3);
    const html = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const [first] = pictures;
    const page = await call('POST', first.links[0], { body: 'decision=approve', headers: html });
    expect(page.status).toBe(200);
    expect(page.text).toContain('2 left');
    const [, next = ''] = /href="(r1\.[^"]+)"/.exec(page.text) ?? [];
    const others = pictures.slice(1).map(({ links }) => links[0].split('/reviews/')[1]);
    expect(others).toContain(next);
  });
});
