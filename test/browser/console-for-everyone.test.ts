import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PublicImage } from '#core/image';
import { openBrowser } from '../system/browser.ts';
import { call, see, send, waitFor } from '../system/client.ts';
import { axeFindings, openConsole } from '../system/console.ts';
import { type Person, person } from '../system/people.ts';
import { photo } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { waitUntilQuiet } from '../system/records.ts';

const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const looks = [
  ['light', wide],
  ['dark', wide],
  ['light', phone],
  ['dark', phone],
] as const;

/** Pixels: what a finger hits. */
const TARGET = 44;

describe('every view of the console', () => {
  let browser: Browser;
  /** Sees all pictures, also those of other tests. */
  let everyone: Person;
  let sender: Person;
  let image: PublicImage;
  let failed: string;

  beforeAll(async () => {
    browser = await openBrowser();
    const [contributor, reviewer] = await Promise.all([person('sender'), person('reviewer', 'reviewers')]);
    [sender, everyone] = [contributor, reviewer];
    const sent = await Promise.all([
      ...(['chelsea.png', 'rocket.jpg', 'coffee.png'] as const).map((name) =>
        send(sender, photo(name), { policy: { reviewers: [reviewer.email] } }),
      ),
      send(sender, { filename: 'refused.png', contentType: 'image/png', bytes: Buffer.from('nothing') }),
    ]);
    const [first, second, third, refused] = sent.map(({ id }) => id);
    if (!first || !second || !third || !refused) throw new Error('Not all were sent.');
    await Promise.all([...[first, second, third].map(waitUntilQuiet), waitFor(sender, refused, 'failed')]);
    const decide = (id: string, decision: string) =>
      call('PUT', `/images/${id}/review`, {
        as: reviewer,
        body: { decision, comment: 'A comment\nof two lines' },
      });
    await Promise.all([decide(second, 'approve'), decide(third, 'reject')]);
    await Promise.all([waitFor(sender, second, 'approved'), waitFor(sender, third, 'rejected')]);
    image = await see(reviewer, first);
    failed = refused;
  });
  afterAll(async () => {
    await browser.close();
  });

  const open = async (colorScheme: 'light' | 'dark', viewport: typeof wide): Promise<Page> => {
    // axe is a script that the page's own policy would not let run.
    const options: BrowserContextOptions = {
      colorScheme,
      viewport,
      bypassCSP: true,
      hasTouch: viewport === phone,
      isMobile: viewport === phone,
    };
    const { page } = await openConsole(browser, everyone, '#/', options);
    return page;
  };
  const go = async (page: Page, hash: string, seen: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.getByText(seen).first().waitFor();
    await page.waitForLoadState('networkidle');
  };

  it.each(looks)(
    'is without findings of axe in %s at %j, and nothing has to be scrolled sideways',
    async (scheme, viewport) => {
      const page = await open(scheme, viewport);
      const found: string[] = [];
      const check = async (name: string) => {
        found.push(...(await axeFindings(page)).map((one) => `${name}: ${one}`));
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > viewport.width) found.push(`${name}: is ${width} pixels wide`);
        found.push(...(await tooSmall(page)).map((one) => `${name}: ${one}`));
      };
      await page.locator('.sheet li').nth(3).waitFor();
      await check('sheet');
      await page.getByLabel('Choose pictures').setInputFiles([
        { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
        {
          name: 'a-picture-with-a-rather-long-name-that-does-not-fit.png',
          mimeType: 'image/png',
          buffer: photo('chelsea.png').bytes,
        },
      ]);
      await page.getByText('1 picture sent, 1 not').waitFor();
      await check('uploads');
      await page.getByRole('button', { name: 'Clear the list' }).click();
      await go(page, `#/images/${image.id}`, 'asked the reviewers');
      await check('a picture in review');
      await go(page, `#/images/${failed}`, 'The file is not a picture');
      await check('a picture that failed');
      await go(page, '#/waiting', '1 picture to decide');
      await check('waiting');
      await go(page, '#/images/01m00000000000000000000000', 'There is no such picture');
      await check('nothing there');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await check('signed out');
      expect(found).toEqual([]);
      await page.context().close();
    },
  );

  it.each(looks)('is so for operators as well, in %s at %j', async (scheme, viewport) => {
    const operator = await person('operator', 'operators');
    const { page } = await openConsole(browser, operator, '#/executions', {
      colorScheme: scheme,
      viewport,
      bypassCSP: true,
      hasTouch: viewport === phone,
      isMobile: viewport === phone,
    });
    await page.getByText('The file is not a picture').first().waitFor();
    expect([...(await axeFindings(page)), ...(await tooSmall(page))]).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      viewport.width,
    );
    await page.context().close();
  });

  it('moves nothing when a picture has loaded', async () => {
    const { page } = await openConsole(browser, sender);
    await page.locator('.sheet li').nth(3).waitFor();
    const layout = () =>
      page.evaluate<number[]>(
        '[...document.querySelectorAll(".sheet img")].flatMap((one) => { const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height].map(Math.round) })',
      );
    // An approved picture's thumbnails are at the API's own address.
    const pictures = [`${place().endpoint}/**`, `${place().url}/images/*/thumbnails/**`];
    for (const one of pictures) await page.route(one, () => undefined);
    await page.reload();
    await page.locator('.sheet li').nth(3).waitFor();
    const before = await layout();
    const hashes = await page.evaluate<number>(
      '[...document.querySelectorAll(".sheet img")].filter((one) => one.style.backgroundImage.startsWith("url(\\"data:image/png")).length',
    );
    for (const one of pictures) await page.unroute(one);
    await page.reload();
    await page.locator('.sheet li').nth(3).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await layout()).toEqual(before);
    expect([before.length / 4, hashes]).toEqual([before.length / 4, before.length / 4]);
    expect(Math.min(...before)).toBeGreaterThan(0);
    await page.context().close();
  });
});

/** What is to be pressed and hard to hit; links within a line of text may be. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('button, .choose label, .check, nav a, summary, .film[href], h2 a, h3 a, .back a, .sizes a, .result a, textarea')]
      .map((one) => [one.textContent.slice(0, 40), one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 1 && (height < ${TARGET} - 0.5 || width < 24))
      .map(([text, { width, height }]) => 'hard to hit: ' + text + ', ' + width + ' by ' + height)`,
  );
}
