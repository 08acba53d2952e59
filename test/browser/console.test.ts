import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page, Request } from 'playwright-core';
import type { ImageRecord } from '#core/image';
import { openBrowser, type WatchedPage } from '../system/browser.ts';
import { announce, call, send, waitFor } from '../system/client.ts';
import { dropOn, fillSignIn, openConsole } from '../system/console.ts';
import { type Person, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { ago, mustRecord, rewrite, waitUntilQuiet } from '../system/records.ts';
import { until } from '../system/until.ts';

describe('the console', () => {
  let browser: Browser;
  let sender: Person;
  let reviewer: Person;
  let operator: Person;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [browser, sender, reviewer, operator] = await Promise.all([
      openBrowser(),
      person('sender'),
      person('reviewer', 'reviewers'),
      person('operator', 'operators'),
    ]);
  });
  afterEach(async () => {
    for (const { page } of opened) await page.context().close();
    opened = [];
  });
  afterAll(async () => {
    await browser.close();
  });

  const open = async (...how: [who: Person, hash?: string]): Promise<WatchedPage> => {
    const watched = await openConsole(browser, ...how);
    opened.push(watched);
    return watched;
  };
  const frames = (page: Page) => page.getByRole('list', { name: 'Pictures' }).getByRole('listitem');
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
  const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');
  const shown = async (page: Page, what: string, text: RegExp) =>
    until(what, async () => text.test((await page.locator('main').textContent()) ?? '') || undefined);

  it('signs in at Cognito, sends a picture chosen and one dropped, and shows both until they are in review', async () => {
    const { page, complaints } = await open(sender);
    // Nothing is loaded anew from here on.
    await page.evaluate('window.same = true');
    // The upload is held up, so that its bar is to be seen.
    await page.route(`${place().endpoint}/**`, async (route) => {
      if (route.request().method() === 'POST') await sleep(700);
      await route.continue();
    });
    await page
      .getByLabel('Choose pictures')
      .setInputFiles([{ name: 'rocket.jpg', mimeType: 'image/jpeg', buffer: photo('rocket.jpg').bytes }]);
    await page.getByRole('progressbar', { name: 'Sending rocket.jpg' }).waitFor();
    await dropOn(page, [
      photo('chelsea.png'),
      { filename: 'notes.txt', contentType: 'text/plain', bytes: Buffer.from('x') },
    ]);
    await page.getByRole('progressbar', { name: 'Sending chelsea.png' }).waitFor();
    const uploads = page.getByRole('complementary', { name: 'Uploads' });
    await uploads.getByText('This is not a picture we can read.').waitFor();
    await uploads.getByText('2 pictures sent, 1 not').waitFor();
    // Whichever came last.
    expect(await page.getByRole('status').textContent()).toMatch(/(rocket\.jpg|chelsea\.png): sent\./);

    await until('both to be in review', async () => {
      const texts = await frames(page).allTextContents();
      return texts.length === 2 && texts.every((text) => text.includes('In review')) ? texts : undefined;
    });
    const widths = await until('both thumbnails', async () => {
      const all = await page.evaluate<number[]>(
        '[...document.querySelectorAll(".sheet img")].map((one) => one.naturalWidth)',
      );
      return all.length === 2 && all.every((width) => width > 0) ? all : undefined;
    });
    expect(widths).toHaveLength(2);
    expect(await page.evaluate('window.same')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('shows only pictures of the status that is chosen', async () => {
    const { page } = await open(sender);
    await frames(page).nth(1).waitFor();
    await page.getByRole('link', { name: 'Approved' }).click();
    await page.getByText('No picture is “Approved”.').waitFor();
    expect(page.url()).toContain('#/?status=approved');
    await page.getByRole('link', { name: 'In review', exact: true }).click();
    await frames(page).nth(1).waitFor();
  });

  it('shows a picture, with its trail and sizes, and gives it another title', async () => {
    const { page, complaints } = await open(sender);
    await page.getByRole('link', { name: /chelsea/ }).click();
    await page.getByRole('heading', { level: 1, name: 'chelsea' }).waitFor();
    expect(await focused(page)).toBe('chelsea');
    await shown(page, 'the trail', /asked the reviewers/);
    await shown(page, 'the original', /PNG, 451 × 300 pixels/);
    const sizes = page.getByRole('heading', { name: 'Sizes' }).locator('+ ul').getByRole('link');
    expect(await sizes.allTextContents()).toEqual(expect.arrayContaining(['large', 'medium', 'small']));

    await page.getByText('Rename it').click();
    await page.getByLabel('Title').fill('Chelsea, looking left');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Chelsea, looking left' }).waitFor();
    await shown(page, 'the renaming in the trail', /renamed it/);
    expect(complaints).toEqual([]);
    // The local storage has it shown rather than saved.
    const [file] = await Promise.all([
      page.waitForResponse(/\/originals\//),
      page.getByRole('button', { name: 'Save the original' }).click(),
    ]);
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'image/png']);
  });

  it('lets a reviewer approve with a comment, withdraw and reopen, and its sender sees it without asking', async () => {
    const { id } = await send(sender, await small('approve-me.png'));
    await waitUntilQuiet(id);
    const [mine, theirs] = [await open(sender), await open(reviewer, `#/images/${id}`)];
    const { page } = theirs;
    await page.getByLabel('Comment (optional)').fill('Lovely.');
    await page.getByRole('button', { name: 'Approve' }).click();
    await shown(page, 'the comment', /Lovely\./);
    expect((await waitFor(sender, id, 'approved')).review?.decisions).toMatchObject([
      { by: reviewer.email, decision: 'approve', comment: 'Lovely.' },
    ]);
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await page.getByRole('button', { name: 'Reopen it' }).click();
    await until('the new round', async () => ((await mustRecord(id)).round === 2 ? true : undefined));
    await mine.page
      .getByRole('link', { name: /Being rendered|In review/ })
      .and(mine.page.locator(`[href*="${id}"]`))
      .waitFor();
    expect([...mine.complaints, ...theirs.complaints]).toEqual([]);
  });

  it('deletes a picture when it is asked twice', async () => {
    const { id } = await send(sender, await small('delete-me.png'));
    await waitUntilQuiet(id);
    const { page, complaints } = await open(sender, `#/images/${id}`);
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Contact sheet' }).waitFor();
    expect((await call('GET', `/images/${id}`, { as: sender })).status).toBe(404);
    expect(await page.locator(`[href*="${id}"]`).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('shows operators what waits and for how long, and starts again what a fault ended', async () => {
    const [waits, failed, refused] = await Promise.all([
      send(sender, await small('waits.png')),
      send(sender, await small('failed.png')),
      send(sender, { filename: 'refused.png', contentType: 'image/png', bytes: Buffer.from('nothing') }),
    ]);
    await Promise.all([
      waitUntilQuiet(waits.id),
      waitUntilQuiet(failed.id),
      waitFor(sender, refused.id, 'failed'),
    ]);
    const { createdAt } = await mustRecord(failed.id);
    await rewrite(failed.id, {
      status: 'failed',
      statusMonth: `STATUS#failed#${createdAt.slice(0, 7)}`,
      failure: { code: 'processing-died', message: 'Processing stopped again and again without an answer.' },
    } as Partial<ImageRecord>);

    const { review } = await mustRecord(waits.id);
    if (!review) throw new Error('There is no review.');
    const since = { openedAt: ago(3 * 60 + 12), unreachable: ['gone@example.com'] };
    await rewrite(waits.id, { review: { ...review, ...since } });

    const { page, complaints } = await open(operator);
    await page.getByRole('link', { name: 'Executions' }).click();
    const row = (id: string) => page.getByRole('listitem').filter({ has: page.locator(`a[href*="${id}"]`) });
    await row(refused.id).getByText('The file is not a picture').waitFor();
    expect(await row(refused.id).getByRole('button').count()).toBe(0);
    const text = await row(waits.id).textContent();
    expect(text).toContain('In review for 3 h 12 min');
    expect(text).toContain('Mail to gone@example.com came back.');
    await row(failed.id).getByRole('button', { name: 'Start it again' }).click();
    await until('the new round', async () => ((await mustRecord(failed.id)).round === 2 ? true : undefined));
    await page.getByRole('region', { name: 'In review' }).locator(`a[href*="${failed.id}"]`).waitFor();
    expect(complaints).toEqual([]);
    expect(await heading(page)).toBe('Executions');
  });

  it('sends three at a time, says if no mail is wanted, and sends again what was refused', async () => {
    const own = await person('sender');
    const { page } = await open(own);
    const bodies: { notifySender?: boolean }[] = [];
    let running = 0;
    let most = 0;
    await page.route(`${place().url}/images`, async (route) => {
      const { notifySender } = route.request().postDataJSON();
      const last = bodies.push({ notifySender }) === 5;
      running += 1;
      most = Math.max(most, running);
      await sleep(300);
      running -= 1;
      if (last) await route.fulfill({ status: 429, json: { title: 'Too many requests' } });
      else await route.continue();
    });
    await page.getByLabel('Mail me what becomes of them').uncheck();
    const { bytes: buffer, contentType: mimeType } = await small();
    const names = ['1.png', '2.png', '3.png', '4.png', '5.png'];
    await page.getByLabel('Choose pictures').setInputFiles(names.map((name) => ({ name, mimeType, buffer })));
    const uploads = page.getByRole('complementary', { name: 'Uploads' });
    await uploads.getByText('4 pictures sent, 1 not').waitFor();
    await uploads.getByText('The service is asked too much at the moment.').waitFor();
    expect([most, bodies]).toEqual([3, names.map(() => ({ notifySender: false }))]);
    await uploads.getByRole('button', { name: /^Send \d.png again$/ }).click();
    await uploads.getByText('5 pictures sent').waitFor();
    await page.getByRole('button', { name: 'Clear the list' }).click();
    expect(await uploads.count()).toBe(0);
    await frames(page).nth(4).waitFor();
  });

  it('loads a long list page by page as it is scrolled, and by a button', async () => {
    const own = await person('sender');
    const file = { filename: 'a.png', contentType: 'image/png' };
    for (let sent = 0; sent < 60; sent += 10) {
      await Promise.all(Array.from({ length: 10 }, () => announce(own, file)));
    }
    const { page, complaints } = await open(own);
    await frames(page).nth(23).waitFor();
    await page.getByRole('button', { name: 'Load more' }).press('Enter');
    await frames(page).nth(47).waitFor();
    await frames(page).nth(47).scrollIntoViewIfNeeded();
    await frames(page).nth(59).waitFor();
    const ids = await page.evaluate<string[]>(
      '[...document.querySelectorAll(".sheet a")].map((one) => one.hash)',
    );
    expect([ids.length, new Set(ids).size, ids]).toEqual([60, 60, ids.toSorted().reverse()]);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('asks every two seconds while something moves, by tag; seldom else, and never while it is hidden', async () => {
    const own = await person('sender');
    const { id } = await announce(own, { filename: 'a.png', contentType: 'image/png' });
    const { page } = await open(own);
    const asked: number[] = [];
    const underWay = new Set<Request>();
    page.on('request', (request) => {
      if (request.url().includes('/images?')) underWay.add(request);
    });
    page.on('response', (response) => {
      if (underWay.delete(response.request())) asked.push(response.status());
    });
    // A reload breaks off what is under way.
    page.on('requestfailed', (request) => underWay.delete(request));
    const answered = () => until('the answer', async () => (underWay.size === 0 ? true : undefined));
    // The page's own clock: it stands still while an answer is on its way, however slow the machine is.
    await page.clock.install();
    const reload = async () => {
      await page.clock.resume();
      await page.reload();
      await frames(page).first().waitFor();
      await page.clock.pauseAt(await page.evaluate<number>('Date.now() + 500'));
    };
    await reload();
    const tick = async () => {
      await page.clock.runFor(100);
      await answered();
    };
    const within = async (seconds: number) => {
      await answered();
      asked.length = 0;
      for (let tenth = 0; tenth < seconds * 10; tenth += 1) await tick();
      return [...asked];
    };
    // From one answer on.
    asked.length = 0;
    while (asked.length === 0) await tick();
    expect(await within(7)).toEqual([304, 304, 304]);

    const hide = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await hide(true);
    expect(await within(20)).toEqual([]);
    await rewrite(id, { createdAt: ago(20) });
    await hide(false);
    await until('the page to ask again', async () => (asked.length > 0 ? true : undefined));
    await reload();
    expect(await within(10)).toEqual([]);
    expect(await within(5)).toEqual([304]);
  });

  it('says what went wrong, and tries again when told to', async () => {
    const { page } = await open(sender);
    await frames(page).first().waitFor();
    let cut = true;
    await page.route(`${place().url}/images?*`, (route) => (cut ? route.abort() : route.continue()));
    await page.getByRole('link', { name: 'In review', exact: true }).click();
    await page.getByRole('alert').getByText('The service cannot be reached.').waitFor();
    cut = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await frames(page).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('leads back to where one was when a session is over, and signs out', async () => {
    const { page } = await open(sender);
    await frames(page).first().waitFor();
    await page.route(`${place().url}/images**`, (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }),
    );
    await page.getByRole('link', { name: 'In review', exact: true }).click();
    await page.getByText('You were signed out.').waitFor();
    await page.unroute(`${place().url}/images**`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await fillSignIn(page, sender.email);
    await frames(page).first().waitFor();
    expect(page.url()).toBe(`${place().url}/#/?status=in-review`);
    await page.reload();
    await frames(page).first().waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${place().url}/`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('renews a session that is about to end', async () => {
    const { page } = await open(sender);
    await frames(page).first().waitFor();
    // The token as it was, but over: the API is never asked with it.
    await page.evaluate(`{
      const kept = JSON.parse(sessionStorage.getItem('contactsheet.session'));
      const [head, payload, signature] = kept.id.split('.');
      const claims = { ...JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))), exp: 1 };
      kept.id = [head, btoa(JSON.stringify(claims)), signature].join('.');
      sessionStorage.setItem('contactsheet.session', JSON.stringify(kept));
    }`);
    const [renewed] = await Promise.all([page.waitForResponse(/\/oauth2\/token$/), page.reload()]);
    expect(renewed.request().postData()).toContain('grant_type=refresh_token');
    await frames(page).first().waitFor();
    await page.getByText(sender.email).waitFor();
  });

  it('takes no answer of Cognito to a question that it did not ask', async () => {
    const { page } = await open(sender);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.goto(`${place().url}/?code=stolen&state=guessed`);
    await page.getByRole('alert').getByText('The sign-in did not work.').waitFor();
    expect(page.url()).toBe(`${place().url}/`);
  });
});
