import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { messagePage, pageStyleHash, type ReviewView, reviewPage } from '#pages/review';

const link = 'r1.01kadz5t9qx3m8v7rj2c4w6ehn.1.0.abc.sig';
const thumbnail = { url: `${link}/thumbnail`, width: 640, height: 427 };
const open: ReviewView = {
  state: 'open',
  title: 'Coffee',
  titleVersion: 1,
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
const handedOver: ReviewView = {
  state: 'handed-over',
  title: 'Coffee',
  thumbnail,
  to: 'tom@contactsheet.example',
  at: '2026-11-21T10:00:00Z',
};
const next = { url: 'r1.next', title: 'Rocket', left: 4 };
const typed = { to: 'tom@elsewhere', comment: 'Please look.', problem: 'Not an address of ours.' };
const pages: [string, string][] = [
  ['open', reviewPage(open)],
  ['open once more, with a handover that went wrong', reviewPage({ ...open, undone: true, handover: typed })],
  ['decided', reviewPage(decided)],
  [
    'decided, with a way back',
    reviewPage({ ...decided, mine: true, canUndo: true, canWithdraw: true, next }),
  ],
  ['handed over', reviewPage({ ...handedOver, next })],
  ['expired', reviewPage({ state: 'expired', title: 'Coffee', reason: 'due' })],
  ['of an earlier round', reviewPage({ state: 'expired', title: 'Coffee', reason: 'old-round' })],
  ['of an invalid link', messagePage({ title: 'Invalid link', message: 'This link is not valid.' })],
];
const buttons = (html: string) => [...html.matchAll(/<button[^>]*>/g)].map(([tag]) => tag);
/** What a page says, without its tags. */
const words = (html: string) => html.slice(html.indexOf('<main')).replace(/<[^>]*>/g, '');

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
  test('says that the original is HDR, or that its colours may differ, and else nothing of colours', () => {
    const facts = { width: 600, height: 400, bytes: 466_706, contentType: 'image/avif' };
    const hdr = reviewPage({ ...open, facts: { ...facts, dynamicRange: 'hdr' } });
    expect(words(hdr)).toContain('ColoursHDR, shown here in standard dynamic range.');
    const unsure = reviewPage({ ...open, facts: { ...facts, colorAccuracy: 'approximate' } });
    expect(words(unsure)).toContain('May differ from the original');
    expect(words(reviewPage(open))).not.toContain('Colours');
  });

  test('has a form that posts to the link, a comment and two buttons, neither of them chosen', () => {
    const html = reviewPage(open);
    expect(html).toMatch(new RegExp(`<form[^>]*method="post"[^>]*action="${link}"`));
    expect(html).toMatch(/<label for="comment">/);
    expect(html).toMatch(/<textarea[^>]*name="comment"[^>]*maxlength="1000"/);
    expect(buttons(html).filter((tag) => tag.includes('decision'))).toHaveLength(2);
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

describe('an open review that needs more than one approval', () => {
  const approved = {
    by: 'sam@contactsheet.example',
    decision: 'approve',
    at: '2026-11-21T10:00:00Z',
  } as const;

  test('says how many of how many, and who approved before', () => {
    const said = words(reviewPage({ ...open, quorum: { required: 2, reviewers: 3 }, decisions: [approved] }));
    expect(said).toContain('2 of 3 approvals are needed.');
    expect(said).toContain('sam@contactsheet.example approved it on Saturday 21 November 2026, 10:00 UTC.');
    expect(words(reviewPage({ ...open, quorum: { required: 3, reviewers: 3 } }))).toContain(
      'All 3 approvals are needed.',
    );
  });

  test('is explained only where one is not enough', () => {
    expect(words(reviewPage({ ...open, quorum: { required: 1, reviewers: 3 } }))).not.toContain('needed');
  });
});

describe('an open review also', () => {
  test('says after how long it was escalated to the reviewer', () => {
    expect(words(reviewPage({ ...open, escalatedAfter: 'P1DT12H' }))).toContain(
      'You are asked because there was no decision in 1 day and 12 hours.',
    );
  });

  test('says that a decision was taken back', () => {
    expect(words(reviewPage({ ...open, undone: true }))).toContain('You took your decision back.');
  });

  test('can be passed on, by a form of its own beside the one that decides', () => {
    const html = reviewPage(open);
    expect(html).toMatch(new RegExp(`<form[^>]*id="handover"[^>]*action="${link}/handover"`));
    // Within one another, a browser would drop the inner one.
    expect(html.indexOf('<form id="handover"')).toBeGreaterThan(html.indexOf('</form>'));
    for (const field of ['input id="to"', 'textarea id="why"']) {
      const tag = new RegExp(`<${field}[^>]*>`).exec(html)?.[0];
      expect(tag).toContain('form="handover"');
    }
    expect(html).toMatch(/<details><summary>/);
    expect(html).not.toContain(' aria-invalid');
  });

  test('keeps what was typed when passing on did not work, and says why at the field', () => {
    const html = reviewPage({ ...open, handover: typed });
    expect(html).toMatch(/<details open>/);
    expect(html).toMatch(/<input id="to"[^>]*value="tom@elsewhere"[^>]*aria-invalid="true"/);
    expect(html).toMatch(
      /aria-describedby="to-problem"[\s\S]*<p id="to-problem"[^>]*>Not an address of ours\.</,
    );
    expect(html).toMatch(/<textarea id="why"[^>]*>Please look\.</);
  });
});

describe('a review that was passed on', () => {
  test('says to whom, when and with what words, and offers no button', () => {
    const html = reviewPage({ ...handedOver, comment: 'Your field.', next });
    expect(words(html)).toContain(
      'You passed this picture on to tom@contactsheet.example on Saturday 21 November 2026, 10:00 UTC.',
    );
    expect(html).toContain('Your field.');
    expect(html).toMatch(/<a class="next" href="r1\.next">.*Next picture \(4 left\).*Rocket/);
    expect(buttons(html)).toEqual([]);
  });
});

describe('what may be taken back', () => {
  const mine: ReviewView = { ...decided, decision: 'approve', mine: true };
  const verbs = (html: string) => buttons(html).map((tag) => /name="decision" value="(\w+)"/.exec(tag)?.[1]);

  test('is one’s own decision while more are needed, and the page says how many', () => {
    const html = reviewPage({ ...mine, missing: 1, canUndo: true });
    expect(words(html)).toContain('You approved it');
    expect(words(html)).toContain('1 more approval is needed.');
    expect(words(html)).not.toContain('published');
    expect(verbs(html)).toEqual(['undo']);
    expect(html).toMatch(new RegExp(`<form[^>]*method="post"[^>]*action="${link}"`));
    expect(words(reviewPage({ ...mine, missing: 2 }))).toContain('2 more approvals are needed.');
  });

  test('ends at a time that is said to the second', () => {
    const days = reviewPage({ ...mine, canUndo: true, undoUntil: '2026-11-24T10:00:00Z' });
    expect(days).toContain('until Tuesday 24 November 2026, 10:00 UTC.');
    const html = reviewPage({ ...mine, canUndo: true, undoUntil: '2026-11-21T10:01:40Z' });
    expect(words(html)).toContain('until 10:01:40 UTC');
    expect(verbs(reviewPage(mine))).toEqual([]);
  });

  test('is afterwards the publication, and the page says what that does', () => {
    const html = reviewPage({ ...mine, canWithdraw: true });
    expect(verbs(html)).toEqual(['withdraw']);
    expect(words(html)).toContain('off the public pages at once');
    const after = reviewPage({ ...mine, withdrawn: true, justWithdrawn: true });
    expect(words(after)).toContain('Thank you: withdrawn');
    expect(after).not.toMatch(/class="film approve"/);
  });

  test('comes before the opposite can be chosen', () => {
    expect(words(reviewPage({ ...mine, conflict: true, canUndo: true }))).toContain(
      'You chose to reject it just now, but undo your first decision before that.',
    );
  });
});

describe('a title that is not what it was', () => {
  test('is said, and the form says which one was seen', () => {
    const html = reviewPage({
      ...open,
      titleVersion: 3,
      titleNote: 'The title was “Tea” when the review opened.',
    });
    expect(words(html)).toContain('The title was “Tea” when the review opened.');
    expect(html).toContain('<input type="hidden" name="titleVersion" value="3"/>');
    expect(words(reviewPage(open))).not.toContain('title was');
  });

  test('and was changed while the reviewer looked, decides nothing and keeps what they wrote', () => {
    const html = reviewPage({ ...open, titleChanged: { comment: 'Lovely <light>.' } });
    expect(words(html)).toContain('Nothing is decided: the title was changed while you looked.');
    expect(html).toMatch(/<textarea id="comment"[^>]*>Lovely &lt;light>.<\/textarea>/);
  });

  test('of a public picture is published or not, and the picture is either way', () => {
    const title: ReviewView = { ...decided, otherwiseCalled: 'Tea' };
    expect(words(reviewPage(title))).toContain('The picture stays public as “Tea”.');
    expect(words(reviewPage({ ...title, decision: 'approve' }))).toContain(
      'The picture is public under this title.',
    );
    expect(words(reviewPage(title))).not.toContain('not published');
  });
});

describe('a decided review', () => {
  test('leads to the next picture, and then does not say that the page may be closed', () => {
    const html = reviewPage({ ...decided, mine: true, justNow: true, next });
    expect(words(html)).toContain('Next picture (4 left)Rocket');
    expect(words(html)).not.toContain('close this page');
  });

  test('lists what others decided', () => {
    const others = [
      { by: 'tom@contactsheet.example', decision: 'approve', at: '2026-11-20T10:00:00Z' } as const,
    ];
    expect(words(reviewPage({ ...decided, others }))).toContain(
      'tom@contactsheet.example approved it on Friday',
    );
  });

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
    expect(reviewPage({ state: 'expired', title: 'Coffee', reason: 'ended' })).toContain('ended without');
    expect(reviewPage({ state: 'expired', title: 'Coffee', reason: 'old-round' })).toContain('earlier round');
  });
});

describe('a picture', () => {
  const larger = { url: `${link}/thumbnail?name=large`, width: 1600, height: 1067 };
  const film = (view: ReviewView) => /<figure[\s\S]*<\/figure>/.exec(reviewPage(view))?.[0] ?? '';
  const of = (width: number, height: number) => film({ ...open, thumbnail: { ...thumbnail, width, height } });

  test('leads to a larger one of itself beside the page, where there is one', () => {
    const html = film({ ...open, thumbnail: { ...thumbnail, larger } });
    expect(html).toContain(`href="${link}/thumbnail?name=large" target="_blank" rel="noreferrer"`);
    expect(html).toContain('Press to enlarge');
    expect(film(open)).not.toMatch(/<a |Press/);
  });

  test('that would be a thread is shown along its length', () => {
    expect(of(640, 9481)).toContain('class="film tall"');
    expect(of(640, 40)).toContain('class="film wide"');
    for (const html of [of(640, 9481), of(640, 40)]) expect(html).toContain('class="scroll"');
    for (const html of [of(640, 427), of(640, 1400), of(640, 213)]) expect(html).not.toContain('scroll');
  });
});
