import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import chromiumForLambda, { inflate } from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { PATIENCE } from './until.ts';

/** Starts a real Chromium: the one from npm where it runs, else the Chrome that is installed. */
export async function openBrowser(): Promise<Browser> {
  // Only its program is taken: its own switches are for a machine without a second process.
  if (process.platform === 'linux' && process.arch === 'x64') {
    const executablePath = await chromiumForLambda.executablePath();
    return chromium.launch({
      executablePath,
      env: { ...process.env, ...(await librariesFor(executablePath)) },
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    });
  }
  return chromium.launch({ channel: 'chrome' }).catch((error: unknown) => {
    throw new Error(
      'The browser tests need Chrome, and none was found. Install it: npx playwright-core install chrome',
      { cause: error },
    );
  });
}

/** The package brings the libraries that its Chromium is linked against; they serve where the system has none. */
async function librariesFor(executable: string): Promise<Record<string, string>> {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (!stdout.includes('not found')) return {};
  const build = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const libraries = await inflate(join(build, '..', 'bin', 'al2023.tar.br'));
  return { LD_LIBRARY_PATH: join(libraries, 'lib') };
}

/** A page, and what its browser complained of: refused by the page's policy, not found, thrown. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
}

/** Opens a page in a window of its own. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE * 1000);
  const page = await context.newPage();
  const answers = new Map<string, string>();
  page.on('response', (response) => {
    answers.set(response.url(), `${response.status()} ${response.headers()['content-type'] ?? ''}`);
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The local stand-in for Cognito's page has no icon.
    if (message.location().url.endsWith('/favicon.ico')) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Who leaves a page breaks off what it was still loading.
    if (why === 'net::ERR_ABORTED') return;
    const answer = answers.get(request.url()) ?? 'no answer';
    complaints.push(`${request.url()}: ${why} (${answer})`);
  });
  return { page, complaints };
}

/** Waits for the page of this heading: what is pressed does not wait for where it leads. */
export async function seeHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** How many pixels wide each picture of a page really is, once all have come; 0 for one that did not. */
export async function pictureWidths(page: Page): Promise<number[]> {
  await page.waitForLoadState('networkidle');
  return page.evaluate<number[]>('[...document.images].map((one) => one.complete ? one.naturalWidth : 0)');
}
