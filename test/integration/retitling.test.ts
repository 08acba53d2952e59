import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '#core/audit';
import type { PublicImage } from '#core/image';
import { call, type Problem, see, waitFor } from '../system/client.ts';
import { linksOf, mailsTo, waitForMails } from '../system/mailbox.ts';
import { person } from '../system/people.ts';
import { ago, mustRecord, mustReview, sweepOver, waitUntilQuiet } from '../system/records.ts';
import { inReview, type Scene } from '../system/scenes.ts';
import { until } from '../system/until.ts';

const act = (link: string | undefined, decision: string, more = {}) =>
  call<Problem & { state: string; image: PublicImage }>('POST', link ?? '', { body: { decision, ...more } });
const rename = ({ sender }: Pick<Scene, 'sender'>, id: string, title: string) =>
  call<PublicImage & { code: string }>('PATCH', `/images/${id}`, { as: sender, body: { title } });
const publicThumbnail = async (id: string) => (await call('GET', `/images/${id}/thumbnails/small`)).status;
const html = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };

/** An approved picture, called Small. */
async function approved(policy = {}): Promise<Scene & { id: string; reviewer: string }> {
  const scene = await inReview(1, { policy });
  const [{ id, links }] = scene.pictures;
  await act(links[0], 'approve');
  await waitFor(scene.sender, id, 'approved');
  return { ...scene, id, reviewer: scene.reviewers[0] ?? '' };
}

/** The link of the mail that asks about the new title, and what the mail says. */
async function askedAgain(reviewer: string, id: string) {
  const mails = await waitForMails(reviewer, 2);
  await waitUntilQuiet(id);
  return { link: linksOf(mails.slice(1)).get(id), text: mails.at(-1)?.text ?? '' };
}

describe('a new title of an approved picture', () => {
  it('goes to review while the approved one stays public, and is public once it is approved', async () => {
    const scene = await approved();
    const { id, sender, reviewer } = scene;
    const { title: before, attempt } = await mustRecord(id);
    expect(attempt).toBe(1);
    const renamed = await rename(scene, id, 'A better one');
    expect([renamed.status, renamed.body]).toMatchObject([
      200,
      { title: 'A better one', publicTitle: before, status: 'in-review' },
    ]);
    expect(await publicThumbnail(id)).toBe(302);

    const { link, text } = await askedAgain(reviewer, id);
    expect(text).toContain('A better one');
    expect(text.replace(/\s+/g, ' ')).toContain(`The picture is public as “${before}”`);
    const page = await call('GET', link ?? '', { headers: { accept: 'text/html' } });
    expect(page.text).toContain(`public as “${before}”`);
    expect((await see(sender, id)).publicTitle).toBe(before);
    // Nothing is rendered again.
    const workflow = await call<{ execution: string; states: { name: string; reached: boolean }[] }>(
      'GET',
      `/images/${id}/workflow`,
      { as: sender },
    );
    expect(workflow.body.execution).toBe(`${id}-2-1`);
    expect(workflow.body.states.find(({ name }) => name === 'Render')?.reached).toBe(false);

    expect((await act(link, 'approve')).status).toBe(200);
    const after = await waitFor(sender, id, 'approved');
    expect([after.title, after.publicTitle]).toEqual(['A better one', 'A better one']);
    expect(after.review?.decisions).toMatchObject([{ by: reviewer, title: 'A better one' }]);
    expect(await publicThumbnail(id)).toBe(302);
    const trail = await call<{ items: AuditEvent[] }>('GET', `/images/${id}/events`, { as: sender });
    expect(trail.body.items.slice(-4)).toMatchObject([
      { type: 'renamed', by: sender.email, detail: 'A better one' },
      { type: 'reviewers-asked' },
      { type: 'decided', by: reviewer },
      { type: 'approved', detail: 'A better one' },
    ]);
  });

  it('that is rejected leaves the picture public under the approved one, and the rejection can be undone', async () => {
    const scene = await approved();
    const { id, sender, reviewer } = scene;
    const { title: before } = await mustRecord(id);
    await rename(scene, id, 'Worse');
    const { link } = await askedAgain(reviewer, id);
    const { status, text } = await call('POST', link ?? '', { body: 'decision=reject', headers: html });
    expect([status, text.includes(`stays public as “${before}”`)]).toEqual([200, true]);
    const kept = await until('the title to be kept', async () => {
      const image = await see(sender, id);
      return image.status === 'approved' ? image : undefined;
    });
    expect([kept.title, kept.publicTitle, kept.review?.outcome]).toEqual([before, before, 'rejected']);
    expect(await publicThumbnail(id)).toBe(302);

    expect((await act(link, 'undo')).body.image).toMatchObject({ title: 'Worse', publicTitle: before });
    await waitUntilQuiet(id);
    await act(link, 'approve');
    expect((await waitFor(sender, id, 'approved')).title).toBe('Worse');
  });

  it('that is not decided on in time leaves the approved one', async () => {
    const scene = await approved();
    const { id, sender, reviewer } = scene;
    const { title: before } = await mustRecord(id);
    expect((await rename(scene, id, 'Nobody cares')).status).toBe(200);
    await askedAgain(reviewer, id);
    await sweepOver(id, { review: { ...(await mustReview(id)), dueAt: ago(1), milestones: [] } });
    const kept = await until('the review of the title to end', async () => {
      const image = await see(sender, id);
      return image.status === 'approved' ? image : undefined;
    });
    expect([kept.title, kept.review?.outcome]).toEqual([before, 'expired']);
    const soon = await rename(scene, id, 'Again at once');
    expect([soon.status, soon.body.code]).toEqual([409, 'too-soon']);
  });

  it('that is changed back, and a picture that is withdrawn meanwhile, ask nobody any more', async () => {
    const scene = await approved();
    const { id, sender, reviewer } = scene;
    const member = await person('member', 'reviewers');
    const { title: before } = await mustRecord(id);
    await rename(scene, id, 'Not so');
    await askedAgain(reviewer, id);
    expect((await rename(scene, id, before)).body).toMatchObject({ status: 'approved', publicTitle: before });
    const ended = async () => {
      const { body } = await call<{ status: string }>('GET', `/images/${id}/workflow`, { as: sender });
      return body.status === 'RUNNING' ? undefined : body.status;
    };
    expect(await until('the execution to end', ended)).toBe('ABORTED');

    const other = await approved();
    await rename(other, other.id, 'Nor so');
    const withdrawn = await call<PublicImage>('DELETE', `/images/${other.id}/review`, { as: member });
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn', publicTitle: null });
    expect(withdrawn.body.title).not.toBe('Nor so');
    expect(await publicThumbnail(other.id)).toBe(404);
  });

  it('is refused where the policy says so', async () => {
    const scene = await approved({ renameApproved: 'refuse' });
    const refused = await rename(scene, scene.id, 'Another');
    expect([refused.status, refused.body.code]).toEqual([409, 'not-renamable']);
    expect((await see(scene.sender, scene.id)).status).toBe('approved');
  });
});

describe('a title that is changed while a picture is in review', () => {
  it('is not decided on by a page that showed another, and asks again who had approved', async () => {
    const scene = await inReview(1, { reviewers: 2, policy: { required: 2 } });
    const [{ id, links }] = scene.pictures;
    const [first = '', second = ''] = scene.reviewers;
    const { title: before } = await mustRecord(id);
    const page = await call('GET', links[1] ?? '', { headers: { accept: 'text/html' } });
    const [, version = ''] = /name="titleVersion" value="(\d+)"/.exec(page.text) ?? [];
    await act(links[0], 'approve');
    expect((await rename(scene, id, 'Another altogether')).body.review?.decisions).toEqual([]);

    const stale = await act(links[1], 'approve', { titleVersion: Number(version) });
    expect([stale.status, stale.body.code]).toEqual([409, 'title-changed']);
    const form = `decision=approve&comment=As+it+is&titleVersion=${version}`;
    const shown = await call('POST', links[1] ?? '', { body: form, headers: html });
    expect(shown.status).toBe(409);
    for (const words of ['Another altogether', `was “${before}”`, 'Nothing is decided', 'As it is'])
      expect(shown.text).toContain(words);
    expect((await see(scene.sender, id)).review?.decisions).toEqual([]);

    // Who had approved is mailed again; who had not is asked by the mail that they have.
    const again = await until('a second mail about the same link', async () => {
      const mails = await mailsTo(first);
      return mails.length > 1 ? mails : undefined;
    });
    expect(again.at(-1)?.text.replace(/\s+/g, ' ')).toContain(`The title was “${before}”`);
    expect(await waitForMails(second, 1)).toHaveLength(1);
    const [, now = ''] = /name="titleVersion" value="(\d+)"/.exec(shown.text) ?? [];
    expect((await act(links[1], 'approve', { titleVersion: Number(now) })).body.state).toBe('waiting');
    expect((await act(links[0], 'approve')).body.state).toBe('decided');
    const { review } = await waitFor(scene.sender, id, 'approved');
    expect(review?.decisions.map(({ title }) => title)).toEqual(['Another altogether', 'Another altogether']);
  });

  it('is not decided on at a desk that showed another', async () => {
    const scene = await inReview();
    const [{ id }] = scene.pictures;
    const mails = await waitForMails(scene.reviewers[0] ?? '');
    const [desk = ''] = /http\S+\/desk\/d1\.\S+/.exec(mails[0]?.text ?? '') ?? [];
    const page = await call('GET', desk, { headers: { accept: 'text/html' } });
    const [, marked = ''] = /name="id" value="([^"]+)"/.exec(page.text) ?? [];
    expect(marked.startsWith(`${id}.`)).toBe(true);
    await rename(scene, id, 'Changed behind the desk');
    const body = new URLSearchParams([
      ['id', marked],
      ['decision', 'approve'],
      ['comment', ''],
    ]).toString();
    const answer = await call('POST', desk, { body, headers: html });
    expect(answer.text).toContain('Changed behind the desk');
    expect((await see(scene.sender, id)).status).toBe('in-review');
    const json = await call<{ results: { status: number; problem?: Problem }[] }>('POST', desk, {
      body: { decisions: [{ id, decision: 'approve', titleVersion: 1 }] },
    });
    expect(json.body.results).toMatchObject([{ status: 409, problem: { code: 'title-changed' } }]);
  });
});
