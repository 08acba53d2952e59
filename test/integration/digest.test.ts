import { beforeAll, describe, expect, it } from '@jest/globals';
import { announce, call, send, upload, waitFor } from '../system/client.ts';
import { everyLink, linksOf, type Mail, mailsTo, waitForMails } from '../system/mailbox.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo, photoNames, small } from '../system/pictures.ts';
import { ageDigest, everythingOf, waitUntilAsked, waitUntilQuiet } from '../system/records.ts';
import { until } from '../system/until.ts';

/** Milliseconds; as the tests' stack is deployed. */
const QUIET = 2000;

describe('seven photographs that are sent at once', () => {
  const reviewers = [address('first'), address('second')];
  let sender: Person;
  let ids: string[] = [];
  let mails: Mail[] = [];

  beforeAll(async () => {
    sender = await person('sender');
    const sent = await Promise.all(photoNames.map((name) => send(sender, photo(name), { reviewers })));
    ids = sent.map(({ id }) => id);
    mails = (await Promise.all(reviewers.map((reviewer) => waitForMails(reviewer, 7)))).flat();
    await Promise.all(ids.map((id) => waitUntilAsked(id, reviewers)));
  });

  it('all reach their review', async () => {
    const images = await Promise.all(ids.map((id) => waitFor(sender, id, 'in-review')));
    expect(images.map(({ failure }) => failure)).toEqual(ids.map(() => null));
  });

  it('make exactly one mail for each reviewer, with all seven in it', async () => {
    expect(mails.map(({ to }) => to)).toEqual(expect.arrayContaining(reviewers.map((one) => [one])));
    for (const reviewer of reviewers) {
      const got = await mailsTo(reviewer);
      expect(got).toHaveLength(1);
      expect([...linksOf(got).keys()].sort()).toEqual([...ids].sort());
    }
  });

  it('are shown in the mail as JPEGs with their size and a text instead, at half their pixels', async () => {
    for (const { html } of mails) {
      const pictures = [...html.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
      expect(pictures).toHaveLength(7);
      for (const tag of pictures)
        expect(tag).toMatch(/(?=.* width="\d+")(?=.* height="\d+")(?=.* alt="[^"]+")/);
    }
    const [link = ''] = linksOf(mails).values();
    const thumbnail = await call('GET', `${link}/thumbnail`);
    expect(thumbnail.status).toBe(302);
    const shown = await fetch(thumbnail.headers.get('location') ?? '');
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
  });

  it('have links of at most 200 characters that no mail program breaks', () => {
    const links = mails.flatMap(everyLink).filter((link) => link.includes('/reviews/'));
    expect(links.length).toBeGreaterThanOrEqual(4 * 7);
    for (const link of links) {
      const [, token = ''] = /\/reviews\/([^/?]+)/.exec(link) ?? [];
      expect(token).toMatch(/^[A-Za-z0-9_.-]{1,200}$/);
    }
    for (const { text } of mails)
      expect(Math.max(...text.split('\n').map((one) => one.length))).toBeLessThan(998);
  });

  it('are left as they were by a scanner that opens every link in the mails by GET and HEAD', async () => {
    const before = await Promise.all(ids.map(everythingOf));
    const links = mails.flatMap(everyLink);
    for (const link of links) {
      for (const method of ['HEAD', 'GET', 'GET']) {
        const answer = await fetch(link, { method, headers: { 'user-agent': 'link scanner' } });
        await answer.arrayBuffer();
        // Nothing answers a HEAD of a picture.
        if (method === 'GET' || !link.endsWith('/thumbnail'))
          expect([link, answer.status]).toEqual([link, 200]);
      }
    }
    expect(await Promise.all(ids.map(everythingOf))).toEqual(before);
  });
});

/** Two pictures that are announced, of which the first waits for its reviewer, who was asked at a moment. */
async function oneOfTwo() {
  const [sender, reviewer, one] = [await person('sender'), address('reviewer'), await small()];
  const announced = () => announce(sender, one, { reviewers: [reviewer] });
  const [first, second] = await Promise.all([announced(), announced()]);
  await upload(first.upload, one.bytes);
  const { review } = await waitUntilQuiet(first.id);
  return { reviewer, first, second, bytes: one.bytes, asked: Date.parse(review?.askedAt ?? '') };
}

describe('a digest', () => {
  it('waits for what its sender has on the way, although no picture has joined it for a while', async () => {
    const { reviewer, first, second, bytes, asked } = await oneOfTwo();
    const patience = asked + 3 * QUIET;
    await until('three times as long as it stays quiet', async () =>
      Date.now() > patience ? true : undefined,
    );
    expect(await mailsTo(reviewer)).toEqual([]);
    await upload(second.upload, bytes);
    const mails = await waitForMails(reviewer, 2);
    expect(mails).toHaveLength(1);
    expect([...linksOf(mails).keys()].sort()).toEqual([first.id, second.id].sort());
  });

  it('is mailed after its longest time all the same, and what comes later is in another mail', async () => {
    const { reviewer, first, second, bytes } = await oneOfTwo();
    await ageDigest(reviewer, 3);
    await waitForMails(reviewer);
    await upload(second.upload, bytes);
    const mails = await waitForMails(reviewer, 2);
    expect(mails.map((each) => [...linksOf([each]).keys()])).toEqual([[first.id], [second.id]]);
  });
});
