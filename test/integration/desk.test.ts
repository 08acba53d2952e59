import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { call, type Problem, see, waitFor } from '../system/client.ts';
import { everyLink, mailsTo } from '../system/mailbox.ts';
import { person } from '../system/people.ts';
import { everythingOf } from '../system/records.ts';
import { inReview, type Scene } from '../system/scenes.ts';

interface Desk {
  reviewer: string;
  items: PublicImage[];
}
interface Results {
  results: { id: string; status: number; image?: PublicImage; problem?: Problem }[];
}
const json = { accept: 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const deskIn = async (reviewer: string) => {
  const [mail] = await mailsTo(reviewer);
  const link = mail && everyLink(mail).find((one) => one.includes('/desk/'));
  if (!link) throw new Error('The mail leads to no desk.');
  return link;
};

describe('a reviewer’s desk', () => {
  let scene: Scene;
  let desk: string;
  let ids: string[];
  beforeAll(async () => {
    scene = await inReview(5, { reviewers: 2 });
    ids = scene.pictures.map(({ id }) => id);
    desk = await deskIn(scene.reviewers[0] ?? '');
  });
  const open = async (link = desk) => (await call<Desk>('GET', link, { headers: json })).body;

  it('holds all that waits for that reviewer, newest first, and looking changes nothing', async () => {
    const before = await Promise.all(ids.map(everythingOf));
    const { reviewer, items } = await open();
    expect(reviewer).toBe(scene.reviewers[0]);
    expect(items.map(({ id }) => id)).toEqual([...ids].sort().reverse());
    const page = await call('GET', desk, { headers: { accept: 'text/html' } });
    expect([page.status, page.text.match(/<li class="cell"/g)?.length]).toEqual([200, 5]);
    expect(page.headers.get('content-security-policy')).toMatch(
      /script-src 'sha256-[^']+'; connect-src 'self'/,
    );
    expect((await call('HEAD', desk)).status).toBe(200);
    expect(await Promise.all(ids.map(everythingOf))).toEqual(before);
  });

  it('is answered with 403 where a character of its link was changed', async () => {
    const wrong = desk.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')).replace(/d1\.(.)/, 'd1.0');
    expect((await call('GET', wrong, { headers: json })).status).toBe(403);
    const body = { decisions: [{ id: ids[0], decision: 'approve' }] };
    expect((await call('POST', wrong, { body })).status).toBe(403);
  });

  it('with something around its link shows its page, and takes the form that is sent from there', async () => {
    for (const way of ['.', '%3E', ')?mark=All.', '?utm_source=a&utm_source=b&mark=none']) {
      const page = await call('GET', `${desk}${way}`, { headers: { accept: 'text/html' } });
      expect([way, page.status, page.text.match(/<li class="cell"/g)?.length]).toEqual([way, 200, 5]);
    }
    const sent = await call('POST', `${desk}.`, { body: 'decision=approve&comment=', headers: form });
    expect([sent.status, sent.text.includes('mark a picture first')]).toEqual([400, true]);
  });

  it('decides on several at once, each answered for itself', async () => {
    const [first = '', second = '', third = ''] = ids;
    await call('POST', scene.pictures[0].links[1] ?? '', { body: { decision: 'reject' } });
    const stranger = (await inReview()).pictures[0].id;
    const decisions = [
      { id: first, decision: 'approve' },
      { id: second, decision: 'approve', comment: 'Lovely.' },
      { id: third, decision: 'reject', comment: 'Too dark.' },
      { id: stranger, decision: 'approve' },
      { id: '01kadz5t9qx3m8v7rj2c4w6ehn', decision: 'approve' },
    ];
    const { status, body } = await call<Results>('POST', desk, { body: { decisions } });
    expect(status).toBe(200);
    expect(body.results.map((one) => [one.id, one.status])).toEqual(
      decisions.map(({ id }, at) => [id, [409, 200, 200, 404, 404][at]]),
    );
    expect(body.results[0]?.problem).toMatchObject({ code: 'already-decided' });
    expect((await waitFor(scene.sender, second, 'approved')).review?.decisions).toMatchObject([
      { by: scene.reviewers[0], comment: 'Lovely.' },
    ]);
    await waitFor(scene.sender, third, 'rejected');
    expect((await open()).items.map(({ id }) => id).sort()).toEqual(ids.slice(3).sort());
    const other = await deskIn(scene.reviewers[1] ?? '');
    expect((await open(other)).items.map(({ id }) => id).sort()).toEqual(ids.slice(3).sort());
  });

  it('takes a decision back, and the picture is on both desks again', async () => {
    const [, , third = ''] = ids;
    const decisions = [{ id: third, decision: 'undo' }];
    const { body } = await call<Results>('POST', desk, { body: { decisions } });
    expect(body.results).toMatchObject([{ id: third, status: 200, image: { status: 'in-review' } }]);
    const other = await deskIn(scene.reviewers[1] ?? '');
    for (const link of [desk, other]) expect((await open(link)).items.map(({ id }) => id)).toContain(third);
  });

  it('works as a plain form: the marked ones, one decision, one comment, and says what came of each', async () => {
    const [, , , fourth = '', fifth = ''] = ids;
    const body = new URLSearchParams([
      ['id', fourth],
      ['id', fifth],
      ['decision', 'approve'],
      ['comment', 'All fine.'],
    ]).toString();
    const page = await call('POST', desk, { body, headers: form });
    expect([page.status, page.text.match(/You approved “/g)?.length]).toEqual([200, 2]);
    for (const id of [fourth, fifth]) {
      expect((await see(scene.sender, id)).review?.decisions).toMatchObject([{ comment: 'All fine.' }]);
    }
    const none = await call('POST', desk, { body: 'decision=approve&comment=', headers: form });
    expect([none.status, none.text.includes('Nothing is marked')]).toEqual([400, true]);
  });

  it('lists for a signed-in reviewer what waits for them, and for nobody else', async () => {
    const member = await person('member', 'reviewers');
    const waiting = async (as: typeof member) =>
      call<{ items: PublicImage[] }>('GET', '/images?waitingFor=me', { as });
    expect((await waiting(member)).body.items).toEqual([]);
    expect((await waiting(scene.sender)).status).toBe(403);
    const mixed = await call('GET', '/images?waitingFor=me&status=approved', { as: member });
    expect(mixed.status).toBe(400);
  });
});
