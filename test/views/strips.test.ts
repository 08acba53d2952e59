import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { page as answer } from '#http/answer';
import { pageStyleHash, type ReviewView, reviewPage } from '#pages/review';
import { picture } from '../fixtures/hostile.ts';
import { openBrowser, openPage } from '../system/browser.ts';

const HOME = 'https://pictures.example/reviews/';

/** A review of a picture, with its sizes as they would be rendered. */
function reviewOf(width: number, height: number): ReviewView {
  const at = (most: number) => ({
    width: Math.min(width, most),
    height: Math.round((height * Math.min(width, most)) / width),
  });
  const larger = { url: 'link/thumbnail?name=large', ...at(1600) };
  return {
    state: 'open',
    title: 'Coffee',
    titleVersion: 1,
    filename: 'coffee.png',
    sender: 'ann@contactsheet.example',
    reviewer: 'rita@contactsheet.example',
    facts: { width, height, bytes: 466_706, contentType: 'image/png' },
    thumbnail: { url: 'link/thumbnail', ...at(640), ...(larger.width > 640 ? { larger } : {}) },
    dueAt: '2026-11-24T14:05:00Z',
    decisions: [],
  };
}

/** A picture of those proportions: a browser on a busy machine takes minutes for one that is 16,000 pixels long. */
function small(width: number, height: number): Promise<Buffer> {
  const scale = Math.min(1, 800 / Math.max(width, height));
  return picture(Math.round(width * scale), Math.round(height * scale))
    .png()
    .toBuffer();
}

describe.each([1280, 390])('a review page %d pixels wide, without scripts', (viewport) => {
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let view = reviewOf(600, 400);

  beforeAll(async () => {
    browser = await openBrowser();
    const size = { width: viewport, height: 900 };
    ({ page, complaints } = await openPage(browser, { viewport: size, javaScriptEnabled: false }));
    await page.context().route('https://pictures.example/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      if (!pathname.endsWith('thumbnail')) {
        const { headers, body } = answer(200, reviewPage(view), { style: pageStyleHash, pictures: HOME });
        return route.fulfill({ headers: headers as Record<string, string>, body });
      }
      if (!('thumbnail' in view)) return route.abort();
      const { width, height } = search ? (view.thumbnail.larger ?? view.thumbnail) : view.thumbnail;
      return route.fulfill({ contentType: 'image/png', body: await small(width, height) });
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  const show = async (width: number, height: number) => {
    view = reviewOf(width, height);
    await page.goto(HOME);
    const shot = page.locator('.film img');
    await expect(shot.count()).resolves.toBe(1);
    const box = await shot.boundingBox();
    return { shot, width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) };
  };
  const fits = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');

  it('shows a very tall picture at its width, to scroll down', async () => {
    const { shot, width, height } = await show(1080, 16_000);
    // As wide as one that is not tall: all that the page has room for.
    expect(width).toBeGreaterThan(viewport === 390 ? 300 : 630);
    expect(height / width).toBeCloseTo(16_000 / 1080, 1);
    const before = (await shot.boundingBox())?.y ?? 0;
    await shot.hover({ position: { x: 100, y: 100 } });
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(300);
    expect((await shot.boundingBox())?.y).toBeLessThan(before - 1000);
    expect(await fits()).toBe(true);
  });

  it('shows a very wide picture at its height, to scroll along', async () => {
    const { width, height } = await show(16_000, 1080);
    expect([width, height]).toEqual([1600, 108]);
    await page.locator('.scroll').focus();
    await page.keyboard.press('End');
    expect(await fits()).toBe(true);
  });

  it.each([
    [6000, 4000],
    [1080, 16_000],
    [16_000, 1080],
  ])('leads from a picture of %d × %d to a larger one beside it', async (width, height) => {
    const { shot } = await show(width, height);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      shot.click({ position: { x: 20, y: 20 } }),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(`${HOME}link/thumbnail?name=large`);
    await opened.close();
  });

  it('shows all of any other picture, and leads nowhere where it has no more', async () => {
    const { width, height } = await show(600, 400);
    expect(width / height).toBeCloseTo(1.5, 1);
    expect(await page.locator('.film a, .scroll').count()).toBe(0);
    expect((await show(640, 1400)).height).toBeLessThanOrEqual(0.72 * 900 + 1);
    expect(complaints).toEqual([]);
  });
});
