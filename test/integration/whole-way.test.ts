import { describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { call, send, waitFor } from '../system/client.ts';
import { linkTo, waitForMails } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { photo } from '../system/pictures.ts';

describe('a picture on its whole way', () => {
  it('is rendered, mailed to its reviewer, approved by the mailed link and published', async () => {
    const sender = await person('sender');
    const reviewer = address('reviewer');
    const { id, status, upload } = await send(sender, photo('coffee.png'), {
      title: 'Morning coffee',
      reviewers: [reviewer],
    });
    expect(status).toBe('awaiting-upload');
    expect(upload?.fields).toMatchObject({ 'Content-Type': 'image/png' });

    const inReview = await waitFor(sender, id, 'in-review');
    expect(inReview.original).toMatchObject({ contentType: 'image/png', width: 600, height: 400 });
    expect(inReview.review).toMatchObject({ reviewers: [reviewer], decisions: [] });

    const [mail] = await waitForMails(reviewer);
    expect(mail?.subject).toContain('1 picture');
    expect(mail?.text).toContain('Morning coffee');
    const link = await linkTo(id, reviewer);
    const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const pressed = await call('POST', link, {
      body: 'decision=approve&comment=Lovely+steam',
      headers: form,
    });
    expect(pressed.status).toBe(200);
    expect(pressed.headers.get('content-type')).toContain('text/html');

    const approved = await waitFor(sender, id, 'approved');
    expect(approved.review).toMatchObject({
      outcome: 'approved',
      decisions: [{ by: reviewer, decision: 'approve', comment: 'Lovely steam' }],
    });
    for (const { name, url } of approved.thumbnails) {
      expect(url).toMatch(new RegExp(`/images/${id}/thumbnails/${name}$`));
      expect((await call('GET', url)).status).toBe(302);
    }
  });

  it('is withdrawn when the reviewer rejects it, and nobody sees its thumbnails', async () => {
    const sender = await person('sender');
    const reviewer = address('reviewer');
    const { id } = await send(sender, photo('chelsea.png'), { reviewers: [reviewer] });
    const link = await linkTo(id, reviewer);
    const json = await call<{ state: string; image: PublicImage }>('POST', link, {
      body: { decision: 'reject', comment: 'No cats' },
    });
    expect(json.status).toBe(200);
    expect(json.body).toMatchObject({
      state: 'decided',
      decision: { decision: 'reject', comment: 'No cats' },
    });
    const rejected = await waitFor(sender, id, 'rejected');
    expect(rejected.thumbnails.length).toBeGreaterThan(0);
    for (const { name } of rejected.thumbnails) {
      expect((await call('GET', `/images/${id}/thumbnails/${name}`)).status).toBe(404);
    }
  });
});
