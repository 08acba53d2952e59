import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../system/browser.ts';
import { see, send } from '../system/client.ts';
import { openConsole } from '../system/console.ts';
import { person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { waitUntilQuiet } from '../system/records.ts';

describe('the console, by keyboard alone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('signs in, skips to the content, opens a picture and comes back', async () => {
    const sender = await person('sender');
    const { id } = await send(sender, await small('keys.png'));
    await waitUntilQuiet(id);
    const { page, complaints } = await openConsole(browser, sender);
    await page.locator(`a[href*="${id}"]`).waitFor();
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focus = () =>
      page.evaluate<string>('document.activeElement.textContent || document.activeElement.id');
    await press('Tab');
    expect(await focus()).toBe('Skip to the content');
    await press('Enter', 'Tab');
    expect(await focus()).toBe('choose');
    // Past "Mail me" and the nine filters.
    await press(...Array.from({ length: 11 }, () => 'Tab'));
    expect(await focus()).toContain('keys');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'keys' }).waitFor();
    expect(await focus()).toBe('keys');
    await press('Shift+Tab', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'Contact sheet' }).waitFor();
    expect(await focus()).toBe('Contact sheet');
    expect(complaints).toEqual([]);
  });

  it('decides on what waits: arrows move, A approves, R rejects, U undoes, and a comment is only typed', async () => {
    const [sender, reviewer] = await Promise.all([person('sender'), person('reviewer', 'reviewers')]);
    const policy = { reviewers: [reviewer.email] };
    const sent = await Promise.all(
      ['one.png', 'two.png', 'three.png'].map(async (name) => send(sender, await small(name), { policy })),
    );
    await Promise.all(sent.map(({ id }) => waitUntilQuiet(id)));
    const { page, complaints } = await openConsole(browser, reviewer);
    await page.getByRole('link', { name: 'Waiting for me' }).click();
    await page.getByText('3 pictures to decide').waitFor();
    const newest = sent
      .map(({ id }) => id)
      .sort()
      .reverse();
    const focusedId = () =>
      page.evaluate<string>('document.activeElement.getAttribute("href")?.replace("#/images/", "")');

    // Where no picture has the focus, a letter says so, and the first arrow leads to the first picture.
    await page.keyboard.press('a');
    await page.getByText('Go to a picture with the arrow keys first.').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    expect(await focusedId()).toBe(newest[0]);
    await page.keyboard.press('ArrowDown');
    expect(await focusedId()).toBe(newest[1]);
    await page.keyboard.press('a');
    await page.getByText('You approved it.').waitFor();
    expect(await focusedId()).toBe(newest[2]);
    expect((await see(sender, newest[1] ?? '')).review?.decisions).toMatchObject([{ decision: 'approve' }]);

    // Letters in a comment decide nothing.
    await page.keyboard.press('Tab');
    await page.keyboard.type('a rather dark one');
    expect(await page.getByText('You approved it.').count()).toBe(1);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('r');
    await page.getByText('You rejected it.').waitFor();
    const rejected = await see(sender, newest[2] ?? '');
    expect(rejected.review?.decisions).toMatchObject([{ decision: 'reject', comment: 'a rather dark one' }]);

    await page.keyboard.press('u');
    await page.getByText('2 pictures to decide').waitFor();
    expect(await focusedId()).toBe(newest[2]);
    expect((await see(sender, newest[2] ?? '')).review).toMatchObject({ decisions: [] });
    expect(complaints).toEqual([]);
  });
});
