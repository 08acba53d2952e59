import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { mailFolder, mailName } from '../../local/mailbox.ts';
import { openBrowser, openPage, seeHeading, type WatchedPage } from '../system/browser.ts';
import { see, send, waitFor } from '../system/client.ts';
import { openConsole } from '../system/console.ts';
import { everyLink, linkTo, type Mail, mailsTo } from '../system/mailbox.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { ago, mustRecord, rewrite, waitUntilQuiet } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

/** Whom the policy of the house asks first. */
const HOUSE = 'reviewer@contactsheet.example';

describe('a picture desk, in the browser', () => {
  let browser: Browser;
  let sender: Person;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [browser, sender] = await Promise.all([openBrowser(), person('sender')]);
  });
  afterEach(async () => {
    for (const { page } of opened) await page.context().close();
    opened = [];
  });
  afterAll(async () => {
    await browser.close();
  });

  const watch = (watched: WatchedPage) => {
    opened.push(watched);
    return watched;
  };
  const open = async (address: string) => {
    const watched = watch(await openPage(browser));
    await watched.page.goto(address);
    return watched;
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const state = (page: Page, name: RegExp) => page.getByRole('button', { name });
  const fileOf = (mail: Mail) => pathToFileURL(join(mailFolder(place().home), `${mailName(mail)}.html`)).href;
  const mailAbout = (id: string, to: string) =>
    until(`a mail about ${id} to ${to}`, async () =>
      (await mailsTo(to)).find(({ text }) => text.includes(id)),
    );

  it('goes from an upload in the console to the public by a link in the mail, and the drawing moves along', async () => {
    const { page, complaints } = watch(await openConsole(browser, sender));
    await page
      .getByLabel('Choose pictures')
      .setInputFiles([{ name: 'rocket.jpg', mimeType: 'image/jpeg', buffer: photo('rocket.jpg').bytes }]);
    await page.getByRole('link', { name: /rocket/ }).click();
    await state(page, /^Decision: waiting/).waitFor();
    await state(page, /^Render: succeeded/).waitFor();
    expect(await state(page, /^Published: not reached/).count()).toBe(1);
    const id = page.url().split('/images/')[1] ?? '';

    const mail = await open(fileOf(await mailAbout(id, HOUSE)));
    await mail.page
      .getByRole('link', { name: 'Approve' })
      .and(mail.page.locator(`a[href*="${id}"]`))
      .click();
    expect((await see(sender, id)).status).toBe('in-review');
    await press(mail.page, 'Approve');
    await seeHeading(mail.page, 'Thank you: approved');

    await state(page, /^Published: succeeded/).waitFor();
    await state(page, /^Publish: succeeded/).click();
    expect(await page.getByRole('region', { name: 'Publish' }).textContent()).toContain('succeeded');
    expect((await see(sender, id)).status).toBe('approved');
    expect([...complaints, ...mail.complaints]).toEqual([]);
  });

  it('undoes a decision on the page, goes to the next picture, and withdraws what was public too long', async () => {
    const scene = await inReview(2);
    const [first, second] = scene.pictures;
    const { page, complaints } = await open(first.links[0]);
    await press(page, 'Reject');
    await seeHeading(page, 'Thank you: rejected');
    await press(page, 'Undo');
    // It can be decided again, by the same link.
    await press(page, 'Approve');
    await seeHeading(page, 'Thank you: approved');
    await waitFor(scene.sender, first.id, 'approved');
    await page.getByRole('link', { name: /Next picture \(1 left\)/ }).click();
    await page.waitForURL(second?.links[0] ?? '');
    await press(page, 'Reject');
    await seeHeading(page, 'Thank you: rejected');
    expect(await page.getByRole('link', { name: /Next picture/ }).count()).toBe(0);

    const { review } = await mustRecord(first.id);
    if (!review) throw new Error('There is no review.');
    await rewrite(first.id, { review: { ...review, settledAt: ago(2) } });
    await page.goto(first.links[0]);
    await press(page, 'Withdraw');
    await seeHeading(page, 'Thank you: withdrawn');
    expect((await see(scene.sender, first.id)).status).toBe('withdrawn');
    expect(complaints).toEqual([]);
  });

  it('passes a picture on: a wrong address is said beside the field, the colleague decides, the old link only shows', async () => {
    const scene = await inReview();
    const [{ id, links }] = scene.pictures;
    const colleague = address('colleague');
    const { page, complaints } = await open(links[0]);
    await page.getByText('Pass it on to somebody else').click();
    await page.getByLabel('Their e-mail address').fill('eve@elsewhere.example');
    await page.getByLabel('Comment for them (optional)').fill('Please look at the colours.');
    await press(page, 'Pass it on');
    await page
      .locator('#to-problem')
      .getByText(/not sent to reviewers at this address/)
      .waitFor();
    expect(await page.getByLabel('Comment for them (optional)').inputValue()).toBe(
      'Please look at the colours.',
    );
    await page.getByLabel('Their e-mail address').fill(colleague);
    await press(page, 'Pass it on');
    await seeHeading(page, 'Thank you: passed on');

    const theirs = await open(await linkTo(id, colleague));
    await press(theirs.page, 'Approve');
    await waitFor(scene.sender, id, 'approved');
    await page.goto(links[0]);
    await seeHeading(page, 'Passed on');
    expect(await page.getByRole('button').count()).toBe(0);
    // The browser notes each answer that is an error: the refused address is one.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([]);
  });

  it('decides on the whole desk by keyboard: arrows, A, R and U', async () => {
    const scene = await inReview(3);
    const [mail] = await mailsTo(scene.reviewers[0] ?? '');
    const desk = mail && everyLink(mail).find((one) => one.includes('/desk/'));
    const { page, complaints } = await open(desk ?? '');
    await seeHeading(page, '3 pictures wait for you');
    const ids = await page.evaluate<string[]>(
      '[...document.querySelectorAll(".cell")].map((one) => one.dataset.id)',
    );
    const [one = '', two = ''] = ids;
    const said = (what: RegExp) =>
      until(
        `${what.source} to be said`,
        async () => what.test((await page.getByRole('status').textContent()) ?? '') || undefined,
      );
    // The first arrow leads to the first picture.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('a');
    await said(/approved/i);
    // A decision leads on to the next that waits.
    await page.keyboard.press('r');
    await said(/rejected/i);
    await waitFor(scene.sender, one, 'approved');
    await waitFor(scene.sender, two, 'rejected');
    await page.keyboard.press('u');
    await said(/undone/i);
    expect((await waitUntilQuiet(two)).review?.decisions).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('reminds, asks an editor who is told why, and ends: by a policy of seconds and the same definitions', async () => {
    const editor = address('editor');
    const policy = {
      reviewers: [address('reviewer')],
      remindAfter: ['PT8S'],
      escalateTo: [editor],
      escalateAfter: 'PT10S',
      expireAfter: 'PT60S',
    };
    const { id } = await send(sender, await small(), { policy });
    const { page, complaints } = await open(await linkTo(id, editor));
    await page
      .getByText(/You are asked (because|since|as)/i)
      .first()
      .waitFor();
    const console = watch(await openConsole(browser, sender, `#/images/${id}`));
    await state(console.page, /^Wait: waiting/).waitFor();
    const trail = () => console.page.locator('main').textContent();
    await until(
      'the trail to tell of it',
      async () =>
        /reminded the reviewers[\s\S]*asked others as well/.test((await trail()) ?? '') || undefined,
    );
    await waitFor(sender, id, 'expired', 90);
    await state(console.page, /^Expired: succeeded/).waitFor();
    await page.reload();
    await seeHeading(page, 'This review is over');
    // The browser notes each answer that is an error: 410.
    expect(complaints.filter((one) => !one.includes('410'))).toEqual([]);
    expect(console.complaints).toEqual([]);
  });

  it('shows a signed-in reviewer what waits, decided by keyboard and gone from the list of others', async () => {
    const reviewer = await person('reviewer', 'reviewers');
    const sent = await Promise.all(
      ['one.png', 'two.png'].map(async (name) =>
        send(sender, await small(name), { policy: { reviewers: [reviewer.email] } }),
      ),
    );
    await Promise.all(sent.map(({ id }) => waitUntilQuiet(id)));
    const { page, complaints } = watch(await openConsole(browser, reviewer, '#/waiting'));
    await page.getByText('2 pictures to decide').waitFor();
    await page.locator('.waiting a').first().focus();
    await page.keyboard.press('a');
    await page.getByText('1 picture to decide').waitFor();
    await page.keyboard.press('r');
    await page.getByText('Nothing waits for you').waitFor();
    const statuses = async () =>
      (await Promise.all(sent.map(({ id }) => see(sender, id)))).map(({ status }) => status);
    await until(
      'both to be carried out',
      async () => (await statuses()).sort().join() === 'approved,rejected' || undefined,
    );
    expect(complaints).toEqual([]);
  });
});
