import { beforeAll, describe, expect, it } from '@jest/globals';
import { call, type Problem, waitFor } from '../system/client.ts';
import { mailsTo } from '../system/mailbox.ts';
import { everythingOf } from '../system/records.ts';
import { inReview, type Reviewed, type Scene } from '../system/scenes.ts';

interface Linked {
  state: string;
  reviewer: string;
  image: { id: string; status: string };
  decision?: { by: string; decision: string; comment?: string; at: string };
}

const json = { accept: 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
const look = (link: string) => call<Linked>('GET', link, { headers: json });
const decide = (link: string | undefined, decision: string, comment?: string) =>
  call<Linked & Problem>('POST', link ?? '', { body: { decision, ...(comment ? { comment } : {}) } });

describe('a mailed link', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await inReview(4, { reviewers: 2 });
  });
  const picture = (at: number) => {
    const found = scene.pictures[at];
    if (!found) throw new Error(`The scene has no picture ${at}.`);
    return found;
  };

  it('shows the picture, its reviewer and that it is open', async () => {
    const { id, links } = picture(0);
    const { status, body, headers } = await look(links[0]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'open',
      reviewer: scene.reviewers[0],
      image: { id, status: 'in-review' },
    });
    expect(body.decision).toBeUndefined();
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is answered alike, with 403, whatever part of it was changed', async () => {
    const [own, other] = [picture(0), picture(1)];
    const parts = own.links[0].split('/reviews/')[1]?.split('.') ?? [];
    const [version = '', id = '', round = '', reviewer = '', expires = '', signature = ''] = parts;
    const flipped = `${signature.slice(0, -2)}${signature.at(-2) === 'A' ? 'B' : 'A'}${signature.at(-1)}`;
    const tampered = [
      [version, other.id, round, reviewer, expires, signature],
      [version, '01aaaaaaaaaaaaaaaaaaaaaaaa', round, reviewer, expires, signature],
      [version, id, '2', reviewer, expires, signature],
      [version, id, round, '1', expires, signature],
      [version, id, round, reviewer, 'zzzzzz', signature],
      [version, id, round, reviewer, expires, flipped],
      ['r2', id, round, reviewer, expires, signature],
      [version, id, round, reviewer, expires],
      ['nothing-we-ever-made'],
    ].map((one) => `/reviews/${one.join('.')}`);
    const before = await everythingOf(id);
    const gets = await Promise.all(tampered.map((path) => call('GET', path, { headers: json })));
    const posts = await Promise.all(tampered.map((path) => decide(path, 'approve')));
    const thumbnails = await Promise.all(tampered.map((path) => call('GET', `${path}/thumbnail`)));
    const answers = [...gets, ...posts, ...thumbnails];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(gets[0]?.body).toMatchObject({ code: 'invalid-link' });
    expect(await everythingOf(id)).toEqual(before);
  });

  it('is no part of a picture’s address in its mail, which is the right to look and no more', async () => {
    const { id } = picture(0);
    const mails = await mailsTo(scene.reviewers[0] ?? '');
    const images = mails.flatMap((mail) => [...mail.html.matchAll(/<img[^>]* src="([^"]+)"/g)]);
    const sources = images.map(([, source = '']) => source).filter((source) => source.includes(id));
    expect(sources).toHaveLength(1);
    const [source = ''] = sources;
    expect((await call('GET', source)).status).toBe(302);
    const right = source.replace(/\/thumbnail$/, '');
    const before = await everythingOf(id);
    const answers = [
      await call('GET', right, { headers: { accept: 'text/html' } }),
      await decide(right, 'approve'),
      await call('POST', `${right}/handover`, { body: { to: scene.reviewers[0] } }),
      await call('GET', right.replace('/reviews/', '/desk/'), { headers: json }),
      await call('GET', `${right.slice(0, -1)}x/thumbnail`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(await everythingOf(id)).toEqual(before);
  });

  it('is refused with 400 when a form parameter comes twice, and decides nothing', async () => {
    const { id, links } = picture(0);
    const before = await everythingOf(id);
    const twice = await call('POST', links[0], { body: 'decision=approve&decision=reject', headers: form });
    expect(twice.status).toBe(400);
    expect(twice.body.errors).toMatchObject([{ field: 'decision', code: 'duplicate' }]);
    const query = await call('GET', `${links[0]}?choice=approve&choice=reject`, { headers: json });
    expect(query.status).toBe(400);
    expect(await everythingOf(id)).toEqual(before);
  });

  it.each([
    ['an unknown decision', 'decision=maybe'],
    ['no decision', 'comment=Nice'],
    ['a field that nobody asked for', 'decision=approve&admin=1'],
    ['a comment of more than 1,000 characters', `decision=approve&comment=${'x'.repeat(1001)}`],
  ])('is refused with 400 for %s', async (_, body) => {
    const { links } = picture(0);
    const answer = await call('POST', links[0], { body, headers: form });
    expect(answer.status).toBe(400);
    expect((await look(links[0])).body.state).toBe('open');
  });

  it('with something around it, or with parameters of others, shows its page', async () => {
    const { id, links } = picture(3);
    const before = await everythingOf(id);
    const [link] = links;
    const ways = [
      '.',
      '%3E',
      ')',
      '%22',
      '&utm_source=mail',
      '?utm_source=a&utm_source=b',
      '?choice=approve.',
    ];
    for (const way of [
      ...ways,
      '?choice=Approve',
      '?choice=approve%20',
      '?choice=maybe',
      '?choice=reject&fbclid=1',
    ]) {
      const page = await call('GET', `${link}${way}`, { headers: { accept: 'text/html' } });
      expect([way, page.status]).toEqual([way, 200]);
      // Its form goes to the link itself.
      expect(page.text).toContain(`action="${link.split('/').at(-1)}"`);
      expect((await call('HEAD', `${link}${way}`)).status).toBe(200);
    }
    expect((await call('GET', `${link}./thumbnail`)).status).toBe(302);
    expect((await call('GET', `${link}x.`, { headers: json })).status).toBe(403);
    expect((await call('POST', `${link}x.`, { body: { decision: 'approve' } })).status).toBe(403);
    expect(await everythingOf(id)).toEqual(before);
  });

  it('takes a comment that just fits its page, line breaks and all, and none with half a character', async () => {
    const { links } = picture(3);
    const comment = `${'x\n'.repeat(499)}yz`;
    const sent = new URLSearchParams({ decision: 'reject', comment: comment.replaceAll('\n', '\r\n') });
    const half = await call('POST', links[0], { body: '{"decision":"reject","comment":"\\ud83d"}' });
    expect([half.status, half.body.errors?.[0]?.field]).toEqual([400, 'comment']);
    // From a page whose address has a full stop too many.
    const fits = await call<Linked>('POST', `${links[0]}.`, { body: String(sent), headers: form });
    expect([fits.status, fits.body.decision?.comment]).toEqual([200, comment]);
  });

  it('longer than 200 characters is refused before anything is computed', async () => {
    expect((await call('GET', `/reviews/${'a'.repeat(201)}`, { headers: json })).status).toBe(400);
  });

  it('that approves twice is answered with 200 twice, and the second changes nothing', async () => {
    const { id, links } = picture(1);
    const first = await decide(links[0], 'approve', 'Yes');
    expect([first.status, first.body.state]).toEqual([200, 'decided']);
    await waitFor(scene.sender, id, 'approved');
    const before = await everythingOf(id);
    const second = await decide(links[0], 'approve', 'Yes, again');
    const byAnother = await decide(links[1], 'approve', 'Me too');
    // The reviewer's own again is well; another's comes after the outcome.
    expect([second.status, byAnother.status]).toEqual([200, 409]);
    expect(byAnother.body.decision).toMatchObject({ by: scene.reviewers[0], comment: 'Yes' });
    expect(await everythingOf(id)).toEqual(before);
  });

  it('that says the opposite afterwards is a 409 that names who decided and when', async () => {
    const { id, links } = picture(2);
    const first = await decide(links[0], 'approve');
    const at = first.body.decision?.at ?? '';
    for (const link of links) {
      const opposite = await decide(link, 'reject');
      expect(opposite.status).toBe(409);
      expect(opposite.body).toMatchObject({
        code: 'already-decided',
        decision: { by: scene.reviewers[0], decision: 'approve', at },
      });
      expect(opposite.body.detail).toContain(scene.reviewers[0]);
      expect(opposite.body.detail).toContain(at);
    }
    expect((await waitFor(scene.sender, id, 'approved')).review?.decisions).toHaveLength(1);
    const page = await call('POST', links[1] ?? '', {
      body: 'decision=reject',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain(scene.reviewers[0]);
  });
});

describe('two reviewers who decide at the same moment', () => {
  it('never both win: one outcome, one decision, and the other is told', async () => {
    const { sender, pictures, reviewers } = await inReview(8, { reviewers: 2 });
    const race = async ({ id, links }: Reviewed) => {
      const [yes, no = ''] = links;
      const answers = await Promise.all([decide(yes, 'approve'), decide(no, 'reject')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const winner = answers[0].status === 200 ? 0 : 1;
      const outcome = winner === 0 ? 'approved' : 'rejected';
      const { review } = await waitFor(sender, id, outcome);
      expect(review).toMatchObject({ outcome, decisions: [{ by: reviewers[winner] }] });
      expect(review?.decisions).toHaveLength(1);
      const trail = (await everythingOf(id)).map((item) => item['type']);
      expect(trail.filter((type) => type === 'decided')).toHaveLength(1);
    };
    await Promise.all(pictures.map(race));
  });
});
