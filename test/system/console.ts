import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage, type WatchedPage } from './browser.ts';
import { PASSWORD, type Person } from './people.ts';
import type { Picture } from './pictures.ts';
import { place } from './place.ts';

/** Opens the console as somebody, through Cognito's own page. */
export async function openConsole(
  browser: Browser,
  { email, password }: Person & { password?: string },
  hash = '#/',
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  const { page } = watched;
  await page.goto(`${place().url}/${hash}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillSignIn(page, email, password);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return watched;
}

/** Fills in Cognito's page. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Drops files on a page, as from the desktop. */
export async function dropOn(page: Page, pictures: readonly Picture[]): Promise<void> {
  const files = pictures.map(({ filename, contentType, bytes }) => ({
    filename,
    contentType,
    base64: bytes.toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle(dataTransferOf, files);
  for (const type of ['dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer });
}

/** A page's own objects, of which these tests know no types. */
interface Carrier {
  items: { add(file: unknown): void };
}

// Runs in the page.
function dataTransferOf(
  files: readonly { filename: string; contentType: string; base64: string }[],
): Carrier {
  const { DataTransfer, File, atob } = globalThis as unknown as {
    DataTransfer: new () => Carrier;
    File: new (parts: Uint8Array[], name: string, options: { type: string }) => unknown;
    atob(text: string): string;
  };
  const carrier = new DataTransfer();
  for (const { filename, contentType, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    carrier.items.add(new File([bytes], filename, { type: contentType }));
  }
  return carrier;
}

/** What axe finds wrong with a page as it stands: each rule, and where. The page's policy must be bypassed. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ': ' + failureSummary)))`,
  );
}
