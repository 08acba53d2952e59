import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { mailFolder, mailName } from '../../local/mailbox.ts';
import { openBrowser, openPage, pictureWidths, seeHeading, type WatchedPage } from '../system/browser.ts';
import { call, see, waitFor } from '../system/client.ts';
import { type Mail, mailsTo } from '../system/mailbox.ts';
import { photo } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { ago, everythingOf, mustReview, rewrite } from '../system/records.ts';
import { inReview, type Reviewed, type Scene } from '../system/scenes.ts';

const photos = ['coffee.png', 'rocket.jpg', 'rotated-with-gps.jpg', 'chelsea.png', 'astronaut.png'] as const;

describe('a reviewer with a browser', () => {
  let browser: Browser;
  let scene: Scene;
  /** The reviewer's mails; whoever is asked while the machine is busy gets more than one. */
  let mails: Mail[];
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [browser, scene] = await Promise.all([openBrowser(), inReview(photos.map(photo), { reviewers: 2 })]);
    mails = await mailsTo(scene.reviewers[0] ?? '');
  });
  afterEach(async () => {
    for (const { page } of opened) await page.context().close();
    opened = [];
  });
  afterAll(async () => {
    await browser.close();
  });

  const open = async (options: BrowserContextOptions = {}): Promise<WatchedPage> => {
    const watched = await openPage(browser, options);
    opened.push(watched);
    return watched;
  };
  const picture = (name: (typeof photos)[number]): Reviewed => {
    const found = scene.pictures[photos.indexOf(name)];
    if (!found) throw new Error(`${name} was not sent.`);
    return found;
  };
  const openMail = (page: Page, mail: Mail) =>
    page.goto(pathToFileURL(join(mailFolder(place().home), `${mailName(mail)}.html`)).href);
  const mailAbout = ({ id }: Reviewed): Mail => {
    const found = mails.find(({ text }) => text.includes(id));
    if (!found) throw new Error(`No mail shows ${id}.`);
    return found;
  };
  /** A link of the mail to one picture's page. */
  const inMail = (page: Page, name: 'Approve' | 'Reject', { id }: Reviewed) =>
    page.getByRole('link', { name }).and(page.locator(`a[href*="${id}"]`));
  const button = (page: Page, name: 'Approve' | 'Reject') => page.getByRole('button', { name, exact: true });

  it('opens the mail, sees every picture, presses Approve there and once more on the page: it is published', async () => {
    const { page, complaints } = await open();
    const widths: number[] = [];
    for (const mail of mails) {
      await openMail(page, mail);
      widths.push(...(await pictureWidths(page)));
    }
    expect(widths).toHaveLength(photos.length);
    expect(Math.min(...widths)).toBeGreaterThan(0);

    const coffee = picture('coffee.png');
    const before = await everythingOf(coffee.id);
    await openMail(page, mailAbout(coffee));
    await inMail(page, 'Approve', coffee).click();
    await button(page, 'Approve').waitFor();
    expect(await pictureWidths(page)).toEqual([expect.any(Number)]);
    expect((await pictureWidths(page))[0]).toBeGreaterThan(0);
    expect(await everythingOf(coffee.id)).toEqual(before);
    await expect(button(page, 'Reject').isVisible()).resolves.toBe(true);

    await button(page, 'Approve').click();
    await seeHeading(page, /approved/i);
    expect((await pictureWidths(page))[0]).toBeGreaterThan(0);
    expect(await button(page, 'Approve').count()).toBe(0);
    const { review, thumbnails } = await waitFor(scene.sender, coffee.id, 'approved');
    expect(review?.decisions).toMatchObject([{ by: scene.reviewers[0], decision: 'approve' }]);
    expect(complaints).toEqual([]);

    const shown = await page.goto(thumbnails.find(({ name }) => name === 'small')?.url ?? '');
    expect([shown?.status(), shown?.headers()['content-type']]).toEqual([200, 'image/webp']);
  });

  it('finds the decision when the page is loaded again, and nothing is decided twice', async () => {
    const { page, complaints } = await open();
    const { id, links } = picture('coffee.png');
    const before = await everythingOf(id);
    await page.goto(links[0]);
    await seeHeading(page, /approved/i);
    await page.reload();
    // What is left is to take it back.
    expect(await page.getByRole('button').allTextContents()).toEqual(['Undo']);
    expect(await everythingOf(id)).toEqual(before);
    expect(complaints).toEqual([]);
  });

  it('rejects with a comment on a telephone, where nothing has to be scrolled sideways', async () => {
    const { page, complaints } = await open({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const rocket = picture('rocket.jpg');
    await openMail(page, mailAbout(rocket));
    await inMail(page, 'Reject', rocket).tap();
    await button(page, 'Reject').waitFor();
    expect((await pictureWidths(page))[0]).toBeGreaterThan(0);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    const comment = 'The horizon is crooked.\n“Straighten” it & <b>send</b> it again.';
    await page.getByRole('textbox').fill(comment);
    await button(page, 'Reject').tap();
    await seeHeading(page, /rejected/i);
    expect(await page.locator('body').textContent()).toContain('<b>send</b> it again.');
    const { review } = await waitFor(scene.sender, rocket.id, 'rejected');
    expect(review?.decisions[0]?.comment?.replaceAll('\r\n', '\n')).toBe(comment);
    expect(complaints).toEqual([]);
    expect((await call('GET', `/images/${rocket.id}/thumbnails/small`)).status).toBe(404);
  });

  it('is shown who was first when another decided otherwise meanwhile', async () => {
    const { id, links } = picture('rotated-with-gps.jpg');
    const { page, complaints } = await open();
    await page.goto(links[1] ?? '');
    await button(page, 'Reject').waitFor();
    await call('POST', links[0], { body: { decision: 'approve', comment: 'First!' } });
    await button(page, 'Reject').click();
    await button(page, 'Reject').waitFor({ state: 'detached' });
    const text = await page.locator('body').textContent();
    expect(text).toContain(scene.reviewers[0]);
    expect(text).toMatch(/approved/i);
    const { review } = await waitFor(scene.sender, id, 'approved');
    expect(review?.decisions).toHaveLength(1);
    // The browser notes the 409 itself; nothing else may be wrong.
    expect(complaints.filter((one) => !one.includes('409'))).toEqual([]);
  });

  it('decides without JavaScript', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    const { id, links } = picture('chelsea.png');
    await page.goto(`${links[0]}?choice=approve`);
    expect((await pictureWidths(page))[0]).toBeGreaterThan(0);
    await page.getByRole('textbox').fill('No script ran.');
    await button(page, 'Approve').click();
    await seeHeading(page, /approved/i);
    const { review } = await waitFor(scene.sender, id, 'approved');
    expect(review?.decisions[0]?.comment).toBe('No script ran.');
  });

  it('decides by keyboard alone', async () => {
    const { id, links } = picture('astronaut.png');
    const { page } = await open();
    await page.goto(links[0]);
    await page.getByRole('textbox').focus();
    await page.keyboard.type('Typed.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await button(page, 'Reject').waitFor({ state: 'detached' });
    const { review } = await waitFor(scene.sender, id, 'rejected');
    expect(review?.decisions[0]).toMatchObject({ decision: 'reject', comment: 'Typed.' });
  });
});

describe('a link that decides nothing any more', () => {
  let browser: Browser;
  let scene: Scene;
  beforeAll(async () => {
    [browser, scene] = await Promise.all([openBrowser(), inReview()]);
  });
  afterAll(async () => {
    await browser.close();
  });

  it('says so in a page without buttons: one that nobody signed, and one whose time is over', async () => {
    const [{ id, links }] = scene.pictures;
    const { page, complaints } = await openPage(browser);
    const forged = await page.goto(`${links[0].slice(0, -4)}AAAA`);
    expect([forged?.status(), await page.getByRole('button').count()]).toEqual([403, 0]);
    await seeHeading(page, /link/i);

    const review = await mustReview(id);
    await rewrite(id, { review: { ...review, dueAt: ago(1) } });
    const late = await page.goto(`${links[0]}?choice=approve`);
    expect([late?.status(), await page.getByRole('button').count()]).toEqual([410, 0]);
    await seeHeading(page, /over/i);
    expect((await see(scene.sender, id)).status).not.toBe('approved');
    // The browser notes the statuses themselves.
    expect(complaints.filter((one) => !/40[39]|410/.test(one))).toEqual([]);
  });
});
