import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { messagePage, pageStyleHash, type ReviewView, reviewPage } from '#pages/review';

const link = 'r1.01kadz5t9qx3m8v7rj2c4w6ehn.1.0.abc.sig';
const thumbnail = { url: `${link}/thumbnail`, width: 640, height: 427 };
const open: ReviewView = {
  state: 'open',
  title: 'Coffee',
  filename: 'coffee.png',
  sender: 'ann@contactsheet.example',
  reviewer: 'rita@contactsheet.example',
  facts: { width: 600, height: 400, bytes: 466_706, contentType: 'image/png' },
  thumbnail,
  dueAt: '2026-11-24T14:05:00Z',
  decisions: [],
};
const decided: ReviewView = {
  state: 'decided',
  title: 'Coffee',
  thumbnail,
  by: 'sam@contactsheet.example',
  decision: 'reject',
  at: '2026-11-21T10:00:00Z',
  mine: false,
};
const pages: [string, string][] = [
  ['open', reviewPage(open)],
  ['decided', reviewPage(decided)],
  ['expired', reviewPage({ state: 'expired', title: 'Coffee', reason: 'due' })],
  ['of an earlier round', reviewPage({ state: 'expired', title: 'Coffee', reason: 'old-round' })],
  ['of an invalid link', messagePage({ title: 'Invalid link', message: 'This link is not valid.' })],
];
const buttons = (html: string) => [...html.matchAll(/<button[^>]*>/g)].map(([tag]) => tag);

describe.each(pages)('the page that is %s', (_name, html) => {
  test('runs nothing, loads nothing from elsewhere and is styled by the one style that the policy names', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(pageStyleHash);
    expect(html).not.toMatch(/<script| style="| on[a-z]+="|https?:\/\//);
  });

  test('is for no search engine, tells no other site its address, and fits a phone', () => {
    expect(html).toMatch(/name="robots" content="noindex/);
    expect(html).toMatch(/name="referrer" content="no-referrer"/);
    expect(html).toMatch(/name="viewport" content="width=device-width/);
    expect(html).toMatch(/<html lang="en/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });
});

describe('an open review', () => {
  test('has one form that posts to the link, a comment and two buttons, neither of them chosen', () => {
    const html = reviewPage(open);
    expect(html.match(/<form/g)).toHaveLength(1);
    expect(html).toMatch(new RegExp(`<form[^>]*method="post"[^>]*action="${link}"`));
    expect(html).toMatch(/<label for="comment">/);
    expect(html).toMatch(/<textarea[^>]*name="comment"[^>]*maxlength="1000"/);
    expect(buttons(html)).toHaveLength(2);
    expect(buttons(html)[0]).toMatch(/name="decision" value="approve"/);
    expect(buttons(html)[1]).toMatch(/name="decision" value="reject"/);
    expect(html).not.toContain('autofocus');
  });

  test('puts the button first that was pressed in the mail, and says that nothing is decided yet', () => {
    const html = reviewPage({ ...open, choice: 'reject' });
    expect(buttons(html)[1]).toContain('autofocus');
    expect(buttons(html)[0]).not.toContain('autofocus');
    expect(html).toContain('nothing is decided yet');
  });

  test('says who sent it, whose link this is, what the original is and until when', () => {
    const html = reviewPage(open);
    for (const said of [
      'ann@contactsheet.example',
      'rita@contactsheet.example',
      '600 × 400 pixels',
      'Tuesday 24 November 2026, 14:05 UTC',
      'coffee.png',
    ]) {
      expect(html).toContain(said);
    }
    expect(html).toMatch(/<img[^>]*alt="[^"]+"/);
  });

  test('shows what senders wrote as text', () => {
    const hostile = '"><script>alert(1)</script>';
    const html = reviewPage({
      ...open,
      title: hostile,
      filename: hostile,
      caption: hostile,
      credit: hostile,
    });
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script');
  });
});

describe('a decided review', () => {
  test('says who decided what and when, and offers no button', () => {
    const html = reviewPage({ ...decided, comment: 'Too dark.' });
    expect(html).toContain('sam@contactsheet.example');
    expect(html).toContain('Saturday 21 November 2026, 10:00 UTC');
    expect(html).toContain('Too dark.');
    expect(html).toMatch(/rejected/i);
    expect(buttons(html)).toEqual([]);
  });

  test('tells who tried the opposite that nothing changed', () => {
    expect(reviewPage({ ...decided, conflict: true })).toMatch(/nothing (has )?changed|no change/i);
  });

  test('says that the picture was withdrawn since', () => {
    const html = reviewPage({ ...decided, decision: 'approve', withdrawn: true });
    expect(html).toContain('withdrawn since');
    expect(html).not.toContain('are published');
  });

  test('thanks who just decided', () => {
    const html = reviewPage({ ...decided, mine: true, justNow: true });
    expect(html).toMatch(/thank/i);
    expect(html).not.toMatch(/nothing (has )?changed/i);
  });
});

describe('a review that is over', () => {
  test('says why, and names an earlier round where it is that', () => {
    expect(reviewPage({ state: 'expired', title: 'Coffee', reason: 'due' })).toContain('The time to decide');
    expect(reviewPage({ state: 'expired', title: 'Coffee', reason: 'old-round' })).toContain('earlier round');
  });
});
