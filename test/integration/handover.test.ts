import { beforeAll, describe, expect, it } from '@jest/globals';
import { call, type Problem, waitFor } from '../system/client.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { address, type Person, person } from '../system/people.ts';
import { everythingOf, mustReview } from '../system/records.ts';
import { inReview, type Reviewed, type Scene } from '../system/scenes.ts';

type Linked = Problem & { state: string };
const json = { accept: 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const pass = (link: string, to: string, comment?: string) =>
  call<Linked>('POST', `${link}/handover`, { body: { to, ...(comment ? { comment } : {}) } });
const decide = (link: string, decision: string) => call<Linked>('POST', link, { body: { decision } });

describe('a reviewer who passes a picture on', () => {
  let scene: Scene;
  let picture: Reviewed;
  beforeAll(async () => {
    scene = await inReview(2);
    [picture] = scene.pictures;
  });

  it.each([
    ['somebody of another domain', 'eve@elsewhere.example', 'not-allowed'],
    ['no address at all', 'my colleague', 'invalid_format'],
  ])('is refused %s, and nothing changes', async (_, to, code) => {
    const before = await everythingOf(picture.id);
    const { status, body } = await pass(picture.links[0], to);
    expect([status, body.errors]).toMatchObject([400, [{ field: 'to', code }]]);
    expect(await everythingOf(picture.id)).toEqual(before);
    const page = await call('POST', `${picture.links[0]}/handover`, {
      body: new URLSearchParams({ to, comment: 'Please' }).toString(),
      headers: form,
    });
    expect(page.status).toBe(400);
    // What was typed is still there, with what is wrong beside it.
    expect(page.text).toContain(`value="${to}"`);
  });

  it('may not pass it to its sender, nor to who was asked', async () => {
    const codes = async (to: string) =>
      (await pass(picture.links[0], to)).body.errors?.map(({ code }) => code);
    expect(await codes(scene.sender.email)).toEqual(['own-picture']);
    expect(await codes(scene.reviewers[0] ?? '')).toEqual(['asked-already']);
  });

  it('has a colleague mailed, who decides instead; the old link only shows', async () => {
    const { id, links } = picture;
    const colleague = address('colleague');
    const passed = await pass(links[0], colleague, 'Please look at the colours.');
    expect([passed.status, passed.body.state]).toEqual([200, 'handed-over']);
    const link = await linkTo(id, colleague);
    const theirs = await call('GET', link, { headers: { accept: 'text/html' } });
    expect(theirs.text).toContain(`${scene.reviewers[0]} passed it on to you.`);
    expect(theirs.text).toContain('Please look at the colours.');
    const [mail] = await mailsTo(colleague);
    expect(mail?.text).toContain(`Passed on to you by ${scene.reviewers[0]}: “Please look at the colours.”`);

    const shown = await call<Linked>('GET', links[0], { headers: json });
    expect([shown.status, shown.body.state]).toEqual([200, 'handed-over']);
    for (const decision of ['approve', 'reject', 'withdraw']) {
      expect((await decide(links[0], decision)).status).toBe(403);
    }
    expect((await pass(links[0], colleague)).status).toBe(200);
    expect((await pass(links[0], address('third'))).status).toBe(403);

    expect((await decide(link, 'approve')).body.state).toBe('decided');
    await waitFor(scene.sender, id, 'approved');
    const { handovers } = await mustReview(id);
    expect(handovers).toMatchObject([
      { from: scene.reviewers[0], to: colleague, comment: 'Please look at the colours.' },
    ]);
    const trail = (await everythingOf(id)).filter((item) => item['type'] === 'handed-over');
    expect(trail).toMatchObject([{ by: scene.reviewers[0], detail: colleague }]);
  });

  it('writes to the colleague and not to the sender', async () => {
    const { id } = picture;
    const member = await person('member', 'reviewers');
    const read = (as: Person) =>
      Promise.all(
        ['', '/events'].map(async (more) => (await call('GET', `/images/${id}${more}`, { as })).text),
      );
    for (const text of await read(scene.sender)) expect(text).not.toContain('look at the colours');
    for (const text of await read(member)) expect(text).toContain('look at the colours');
  });
});
