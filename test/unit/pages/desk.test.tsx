import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { page } from '#http/answer';
import { type DeskView, deskPage, deskSources } from '#pages/desk';

const script = 'if (1 < 2 && "a") document.title += "!";';
const picture = (id: string, more: object = {}) => ({
  id,
  title: `Picture ${id}`,
  titleVersion: 1,
  filename: `${id}.jpg`,
  sender: 'ann@contactsheet.example',
  dueAt: '2026-11-24T14:05:00Z',
  thumbnail: { url: `../reviews/r1.${id}/thumbnail`, width: 640, height: 427 },
  reviewUrl: `../reviews/r1.${id}`,
  decisions: [],
  required: 1,
  ...more,
});
const desk: DeskView = {
  reviewer: 'rita@contactsheet.example',
  pictures: [picture('a'), picture('b', { caption: 'At dawn.' }), picture('c')],
  until: '2026-12-24T14:05:00Z',
};
const show = (more: object = {}) => deskPage({ ...desk, ...more }, script);
/** The list item of one picture. */
const cell = (html: string, id: string) =>
  new RegExp(`<li class="cell" data-id="${id}".*?</li>`, 's').exec(html)?.[0] ?? '';
const words = (html: string) => html.replace(/^.*<main/s, '').replace(/<[^>]*>/g, '');
const forms = (html: string) => [...html.matchAll(/<form[^>]*>/g)].map(([tag]) => tag);

describe('a desk', () => {
  test('shows each picture with who sent it, until when, and the way to its own page', () => {
    const html = show();
    expect(html).toMatch(/<h1[^>]*>3 pictures wait for you</);
    expect(words(cell(html, 'b'))).toContain('At dawn.');
    for (const id of ['a', 'b', 'c']) {
      const said = cell(html, id);
      expect(words(said)).toContain(
        'From ann@contactsheet.example. Decide by Tuesday 24 November 2026, 14:05 UTC.',
      );
      expect(said).toContain(`href="../reviews/r1.${id}"`);
      expect(said).toMatch(/<img[^>]*width="640" height="427" alt="Picture \w" loading="lazy"/);
    }
    expect(words(html)).toContain('until Thursday 24 December 2026, 14:05 UTC');
  });

  test('is one form: a mark for each picture, a comment, and what is to be done with the marked ones', () => {
    const html = show();
    expect(forms(html)[0]).toBe('<form id="desk" method="post" action="?" autocomplete="off">');
    for (const id of ['a', 'b', 'c'])
      expect(cell(html, id)).toMatch(
        new RegExp(`<input type="checkbox" id="mark-${id}" name="id" value="${id}\\.1"/>`),
      );
    expect(html).toMatch(/<textarea id="comment" name="comment" maxlength="1000"/);
    expect(html).toMatch(/name="decision" value="approve"[^>]*>Approve marked</);
    expect(html).toMatch(/name="decision" value="reject"[^>]*>Reject marked</);
  });

  test('comes with as many pictures marked as can be decided on at once, where that was asked for', () => {
    const checked = (marked: number) =>
      show({ marked }).match(/<input type="checkbox"[^>]*name="id"[^>]* checked/g);
    expect([checked(100), checked(2)]).toMatchObject([{ length: 3 }, { length: 2 }]);
    expect(show()).not.toMatch(/<input type="checkbox"[^>]*name="id"[^>]* checked/);
    expect(show()).toMatch(/<form id="mark-all" method="get"/);
  });

  test('says how many approvals a picture has, where one is not enough', () => {
    const approved = { by: 'sam@contactsheet.example', decision: 'approve', at: '2026-11-21T10:00:00Z' };
    const html = show({ pictures: [picture('a', { required: 2, decisions: [approved] }), picture('b')] });
    expect(words(cell(html, 'a'))).toContain('It has 1 of 2 approvals.');
    expect(words(cell(html, 'b'))).not.toContain('approvals');
  });

  test('that is empty says so, and offers nothing to press', () => {
    const html = show({ pictures: [] });
    expect(html).toMatch(/<h1[^>]*>Nothing waits for you\.</);
    expect(html).not.toMatch(/<form|<button|<dialog/);
  });

  test('shows what senders wrote as text', () => {
    const hostile = '"><script>alert(1)</script>';
    const html = show({ pictures: [picture('a', { title: hostile, filename: hostile, caption: hostile })] });
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});

describe('after a form was sent, a desk', () => {
  const results = [
    { id: 'x', title: 'Coffee', done: 'approved' },
    { id: 'y', title: 'Rocket', done: 'rejected' },
    { id: 'a', title: 'Picture a', done: 'undone' },
    { id: 'b', title: 'Picture b', problem: 'The time to decide on this picture is over.' },
    { id: 'z', title: 'Cat', problem: 'It is gone.' },
  ] as const;
  const html = show({ results });

  test('says what was done, and lets each be undone by a form of its own', () => {
    expect(words(html)).toContain('You approved “Coffee”.');
    expect(words(html)).toContain('You rejected “Rocket”.');
    const undo = [
      ...html.matchAll(
        /<form method="post" action="\?"><input type="hidden" name="id" value="(\w)"\/>(.*?)<\/form>/g,
      ),
    ];
    expect(undo.map(([, id]) => id)).toEqual(['x', 'y']);
    expect(undo[0]?.[2]).toMatch(/<button type="submit" name="decision" value="undo"[^>]*>Undo</);
    expect(words(html)).toContain('You took your decision back on “Picture a”.');
  });

  test('says of each that failed why: at the picture while that waits, else beside the others', () => {
    expect(cell(html, 'b')).toContain(
      '<p class="answer problem">The time to decide on this picture is over.</p>',
    );
    expect(cell(html, 'c')).toContain('<p class="answer" hidden>');
    expect(words(html)).toContain('“Cat”: It is gone.');
    expect(words(html).match(/The time to decide/g)).toHaveLength(1);
  });

  test('that has none left still says what was done', () => {
    const last = show({ pictures: [], results: results.slice(0, 1) });
    expect(words(last)).toMatch(/Nothing waits for you\..*You approved “Coffee”\./);
  });
});

test('the desk’s policy allows its own style and script, and sending to where it came from', () => {
  const html = show();
  const { headers } = page(200, html, { ...deskSources(script), pictures: 'https://pictures.example' });
  const hash = (name: string) => {
    const text = new RegExp(`<${name}[^>]*>(.*?)</${name}>`, 's').exec(html)?.[1] ?? '';
    return `sha256-${createHash('sha256').update(text).digest('base64')}`;
  };
  expect(String(headers?.['content-security-policy']).split('; ')).toEqual([
    "default-src 'none'",
    `style-src '${hash('style')}'`,
    `script-src '${hash('script')}'`,
    "connect-src 'self'",
    "img-src 'self' data: https://pictures.example",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(html).toContain(`${script}</script>`);
});
