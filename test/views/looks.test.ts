import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { scriptText } from '../../local/scripts.ts';
import { openBrowser, openPage } from '../system/browser.ts';
import { photo } from '../system/pictures.ts';
import { desks, mails, reviews } from './samples.tsx';

const HOME = 'https://pictures.example/reviews/';

/** The rules that a page breaks, and where; a mail has no landmarks, so only WCAG's rules are for it. */
async function broken(page: Page, only = ''): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run(document, {${only}}).then(({ violations }) =>
      violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' ')))`,
  );
}

/** What may be pressed and is less than 44 pixels high, or is wider than the page. */
const unfit = (page: Page) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('button, a, summary, label.mark, input[type=email], textarea')]
      .filter((one) => one.checkVisibility() && !one.querySelector('img') && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML)
      .concat(document.documentElement.scrollWidth > innerWidth ? ['sideways: ' + document.documentElement.scrollWidth] : [])`,
  );

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('in %s, %d pixels wide', (colorScheme, width) => {
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let html = '';

  beforeAll(async () => {
    browser = await openBrowser();
    ({ page, complaints } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } }));
    const { bytes, contentType } = photo('coffee.png');
    await page.route('https://pictures.example/**', (route) => {
      if (route.request().method() === 'POST')
        return route.fulfill({ json: { results: [{ id: 'p0', status: 200 }] } });
      return route.request().resourceType() === 'document'
        ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
        : route.fulfill({ contentType, body: bytes });
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  const show = async (text: string | undefined) => {
    html = text ?? '';
    await page.goto(HOME);
  };

  it.each(Object.entries(reviews))(
    'the review page (%s) is accessible, large enough to press, and fits',
    async (_, text) => {
      await show(text);
      expect([...(await broken(page)), ...(await unfit(page))]).toEqual([]);
      for (const details of await page.locator('details:not([open])').all())
        await details.locator('summary').click();
      expect([...(await broken(page)), ...(await unfit(page))]).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it.each(['desk', 'desk-results', 'desk-empty'])(
    'the %s page is accessible, large enough to press, and fits',
    async (name) => {
      await show(desks(await scriptText(process.cwd(), 'src/pages/desk-script/main.ts'))[name]);
      expect([...(await broken(page)), ...(await unfit(page))]).toEqual([]);
      if (name === 'desk') {
        await page.keyboard.press('?');
        expect([...(await broken(page)), ...(await unfit(page))]).toEqual([]);
      }
      expect(complaints).toEqual([]);
    },
  );

  it.each(Object.entries(mails))('the %s is accessible, large enough to press, and fits', async (_, text) => {
    await show(text);
    const wcag = "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";
    expect([...(await broken(page, wcag)), ...(await unfit(page))]).toEqual([]);
  });
});
