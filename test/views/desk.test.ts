import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, openPage, type WatchedPage } from '../system/browser.ts';
import { until } from '../system/until.ts';
import { type DeskServer, serveDesk, waiting } from './desk-server.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('a reviewer at the desk', () => {
  let browser: Browser;
  let server: DeskServer;
  let watched: WatchedPage;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    await watched.page.context().close();
    await server.close();
  });
  afterAll(async () => {
    await browser.close();
  });

  const sit = async (count: number, options: BrowserContextOptions = {}): Promise<Page> => {
    server = await serveDesk(waiting(count));
    watched = await openPage(browser, options);
    await watched.page.goto(server.url);
    return watched.page;
  };
  const { press, said, focused, cell, decided, marks } = onPage(() => watched.page);
  const posted = () =>
    server.posted.map((some) => some.map(({ id, decision }) => `${decision} ${id}`).join(', '));
  const eventually = async (what: () => Promise<string | null>, wanted: string) => {
    let found: string | null = null;
    const look = async () => {
      found = await what();
      return found === wanted ? true : undefined;
    };
    await until(`“${wanted}”`, look, { seconds: 20, seen: () => found });
  };

  it('moves through the grid by arrow keys: along a row, and up and down in a column', async () => {
    const page = await sit(10, { viewport: { width: 1000, height: 900 } });
    const columns = await page.evaluate<number>(
      '(() => { const tops = [...document.querySelectorAll(".cell")].map((one) => one.getBoundingClientRect().top); return tops.filter((top) => top === tops[0]).length; })()',
    );
    expect(columns).toBe(3);
    await press('ArrowRight');
    expect(await focused()).toBe('p0');
    const way: [string, string][] = [
      ['ArrowRight', 'p1'],
      ['ArrowDown', 'p4'],
      ['ArrowLeft', 'p3'],
      ['ArrowLeft', 'p2'],
      ['ArrowDown', 'p5'],
      ['ArrowDown', 'p8'],
      // The last row has one picture only.
      ['ArrowDown', 'p9'],
      ['ArrowDown', 'p9'],
      ['ArrowRight', 'p9'],
      ['ArrowUp', 'p6'],
      ['ArrowUp', 'p3'],
      ['ArrowUp', 'p0'],
      ['ArrowUp', 'p0'],
      ['ArrowLeft', 'p0'],
    ];
    for (const [key, id] of way) {
      await press(key);
      expect(`${key} ${await focused()}`).toBe(`${key} ${id}`);
    }
  });

  it('approves, rejects and undoes with one key each, seen on the picture and heard', async () => {
    await sit(4);
    await press('ArrowRight');
    await press('a');
    await eventually(said, 'Approved: Picture 0.');
    expect([await decided('p0'), await focused()]).toEqual(['approve', 'p1']);
    await press('r');
    await eventually(said, 'Rejected: Picture 1.');
    expect([await decided('p1'), await focused()]).toEqual(['reject', 'p2']);
    expect(await watched.page.locator('h1').textContent()).toBe('2 pictures wait for you');

    // Not at a decided picture: the last decision is undone, then the one before.
    await press('u');
    await eventually(said, 'Undone: Picture 1.');
    expect([await decided('p1'), await focused()]).toEqual(['', 'p1']);
    await press('u');
    await eventually(said, 'Undone: Picture 0.');
    await press('u');
    await eventually(said, 'There is nothing to undo.');
    expect(posted()).toEqual(['approve p0', 'reject p1', 'undo p1', 'undo p0']);
    expect(await watched.page.locator('h1').textContent()).toBe('4 pictures wait for you');
    expect(watched.complaints).toEqual([]);
  });

  it('undoes the decided picture that the focus is at rather than the last', async () => {
    const page = await sit(3);
    await press('ArrowRight');
    await press('a');
    await press('a');
    await eventually(said, 'Approved: Picture 1.');
    await press('ArrowLeft');
    await press('ArrowLeft');
    expect(await focused()).toBe('p0');
    await press('u');
    await eventually(said, 'Undone: Picture 0.');
    expect(posted().at(-1)).toBe('undo p0');
    await page.getByRole('button', { name: 'Undo: Picture 1' }).click();
    await eventually(said, 'Undone: Picture 1.');
    expect([await decided('p0'), await decided('p1')]).toEqual(['', '']);
  });

  it('marks many with Space and decides on them at once, with the one comment', async () => {
    const page = await sit(5);
    await page.getByRole('textbox').fill('Too dark.');
    await page.locator('#mark-p0').focus();
    await press('Space');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Space');
    expect(await marks()).toEqual(['p0', 'p2']);
    await press('r');
    await eventually(said, 'Rejected: 2 pictures.');
    expect(server.posted).toEqual([
      [
        { id: 'p0', decision: 'reject', titleVersion: 1, comment: 'Too dark.' },
        { id: 'p2', decision: 'reject', titleVersion: 1, comment: 'Too dark.' },
      ],
    ]);
    expect(await page.getByRole('textbox').inputValue()).toBe('');
    expect(await marks()).toEqual([]);
    await press('u');
    await eventually(said, 'Undone: 2 pictures.');
    expect(posted()).toEqual(['reject p0, reject p2', 'undo p0, undo p2']);
  });

  it('marks by pressing pictures and all by a button, and decides by the buttons', async () => {
    const page = await sit(4);
    const approve = page.getByRole('button', { name: 'Approve marked' });
    await approve.click();
    expect(await said()).toBe('Mark a picture first.');
    await page.getByRole('img', { name: 'Picture 2' }).click();
    expect(await marks()).toEqual(['p2']);
    await approve.click();
    await eventually(said, 'Approved: Picture 2.');
    await page.getByRole('button', { name: 'Mark all' }).click();
    expect(await marks()).toEqual(['p0', 'p1', 'p3']);
    await page.getByRole('button', { name: 'Reject marked' }).click();
    await eventually(said, 'Rejected: 3 pictures.');
    expect(posted()).toEqual(['approve p2', 'reject p0, reject p1, reject p3']);
    expect(await page.locator('h1').textContent()).toBe('Nothing waits for you.');
  });

  it('reads at the picture why a decision was not taken, while the others were', async () => {
    const page = await sit(3);
    const detail = 'The time to decide on this picture is over.';
    server.answers.set('p1', { status: 410, problem: { title: 'The review is over', detail } });
    server.answers.set('p2', { status: 409, problem: { title: 'Already decided' } });
    await page.getByRole('button', { name: 'Mark all' }).click();
    await press('a');
    await eventually(said, 'Approved: Picture 0. Not done, as it says there: 2 pictures.');
    expect([await decided('p0'), await decided('p1'), await decided('p2')]).toEqual(['approve', '', '']);
    expect(await cell('p1').locator('.answer').textContent()).toBe(detail);
    expect(await cell('p2').locator('.answer').textContent()).toBe('Already decided');
    expect(await page.locator('h1').textContent()).toBe('2 pictures wait for you');
  });

  it('is told when nothing could be sent, and keeps the marks and the comment', async () => {
    const page = await sit(2);
    server.refusal = { status: 403, title: 'Invalid link', detail: 'This link is not valid.' };
    await page.getByRole('textbox').fill('Lovely.');
    await page.locator('#mark-p1').focus();
    await press('Space');
    await press('a');
    await eventually(said, 'Not done, as it says there: Picture 1.');
    expect(await cell('p1').locator('.answer').textContent()).toBe('This link is not valid.');
    expect(await marks()).toEqual(['p1']);
    expect(await page.getByRole('textbox').inputValue()).toBe('Lovely.');
    await page.context().setOffline(true);
    await press('a');
    await eventually(
      () => cell('p1').locator('.answer').textContent(),
      'It could not be sent. Look at your connection and try again.',
    );
  });

  it('reads how many approvals are still needed after an own one', async () => {
    await sit(1);
    const review = { required: 3, decisions: [{ decision: 'approve' }] };
    server.answers.set('p0', { status: 200, image: { review } });
    await press('ArrowRight');
    await press('a');
    await eventually(said, 'Approved: Picture 0.');
    expect(await cell('p0').locator('.answer').textContent()).toBe(
      'You approved it. 2 more approvals are needed.',
    );
    expect(await focused()).toBe('p0');
  });

  it('does not decide by typing, with a modifier, by a key held down, or with the letters switched off', async () => {
    const page = await sit(2);
    await page.getByRole('textbox').focus();
    await page.keyboard.type('a rub? ');
    expect(await page.getByRole('textbox').inputValue()).toBe('a rub? ');
    await page.locator('#mark-p0').focus();
    for (const key of ['Control+a', 'Alt+r', 'Meta+u', 'Control+ArrowRight']) await press(key);
    expect(await focused()).toBe('p0');
    await page.keyboard.down('a');
    await page.keyboard.down('a');
    await page.keyboard.up('a');
    await eventually(said, 'Approved: Picture 0.');
    await press('?');
    await page.getByRole('checkbox', { name: 'A, R and U decide' }).uncheck();
    await press('Escape');
    await press('a');
    await press('u');
    expect([posted(), await decided('p1')]).toEqual([['approve p0'], '']);
  });

  it('is shown the keys by the question mark, and is back at the picture when that is closed', async () => {
    const page = await sit(2);
    await page.locator('#mark-p1').focus();
    await press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    expect(await dialog.isVisible()).toBe(true);
    await press('a');
    await page.getByRole('button', { name: 'Close' }).click();
    expect([await dialog.isVisible(), await focused(), posted()]).toEqual([false, 'p1', []]);
    expect(watched.complaints).toEqual([]);
  });

  it('sends one request after another, so that an Undo does not overtake', async () => {
    await sit(3);
    let go = () => {};
    server.hold = new Promise((resolve) => {
      go = resolve;
    });
    await press('ArrowRight');
    await press('a');
    await press('u');
    await until('the first request', async () => (server.posted.length === 1 ? true : undefined));
    expect(await cell('p0').getAttribute('aria-busy')).toBe('true');
    go();
    await eventually(said, 'Undone: Picture 0.');
    expect(posted()).toEqual(['approve p0', 'undo p0']);
    expect(await focused()).toBe('p0');
  });

  it('stays in reach of 300 pictures: few are loaded, Tab leaves the grid, and no body is too large', async () => {
    const page = await sit(300);
    const loaded = await page.evaluate<number>(
      'performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/thumbnail")).length',
    );
    expect(loaded).toBeLessThan(100);
    await page.locator('#mark-p0').focus();
    for (const _ of [1, 2]) await press('Tab');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('comment');
    await page.getByRole('textbox').fill('€'.repeat(1000));
    await page.getByRole('button', { name: 'Mark all' }).click();
    await page.getByRole('button', { name: 'Approve marked' }).click();
    await eventually(said, 'Approved: 300 pictures.');
    expect(server.posted.flat()).toHaveLength(300);
    expect(server.largest).toBeLessThan(64 * 1024);
    expect(watched.complaints).toEqual([]);
  });

  it('decides without the script: marks, a comment and a button, or all marked by a page', async () => {
    const page = await sit(3, { javaScriptEnabled: false });
    expect(await page.getByRole('button', { name: 'Keys' }).count()).toBe(0);
    await page.getByRole('img', { name: 'Picture 0' }).click();
    await page.getByRole('checkbox', { name: 'Picture 2 Mark' }).press('Space');
    await page.getByRole('checkbox', { name: 'Picture 2 Mark' }).press('Enter');
    await page.getByRole('textbox').fill('Lovely.');
    await page.getByRole('button', { name: 'Approve marked' }).click();
    expect(server.forms).toEqual(['id=p0.1&id=p2.1&comment=Lovely.&decision=approve']);
    await page.getByRole('button', { name: 'Mark all' }).click();
    await page.getByRole('button', { name: 'Reject marked' }).click();
    expect(new URL(page.url()).search).toBe('');
    expect(server.forms[1]).toBe('id=p0.1&id=p1.1&id=p2.1&comment=&decision=reject');
  });

  it('marks and decides on a telephone, where targets are large and nothing has to be scrolled sideways', async () => {
    const page = await sit(6, phone);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.getByRole('img', { name: 'Picture 1' }).tap();
    await page.getByRole('button', { name: 'Approve marked' }).tap();
    await eventually(said, 'Approved: Picture 1.');
    const low = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, a, label.mark, textarea')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML)`,
    );
    expect(low).toEqual([]);
  });
});

/** What the tests read of a page and press on it. */
function onPage(page: () => Page) {
  const cell = (id: string) => page().locator(`.cell[data-id="${id}"]`);
  return {
    cell,
    press: (key: string) => page().keyboard.press(key),
    said: () => page().locator('#said').textContent(),
    /** The picture that the focus is in. */
    focused: () => page().evaluate<string | undefined>('document.activeElement.closest(".cell")?.dataset.id'),
    /** What is drawn on a picture: a ring for `approve`, a cross for `reject`, or nothing. */
    decided: (id: string) =>
      cell(id)
        .locator('.film')
        .evaluate((film) => film.className.replace(/film ?/, '')),
    marks: () =>
      page().evaluate<string[]>(
        '[...document.querySelectorAll(".cell input:checked")].map((one) => one.value.split(".")[0])',
      ),
  };
}
