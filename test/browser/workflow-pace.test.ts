import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, type WatchedPage } from '../system/browser.ts';
import { send, waitFor } from '../system/client.ts';
import { openConsole } from '../system/console.ts';
import { executionsOf } from '../system/executions.ts';
import { type Person, person } from '../system/people.ts';
import { until } from '../system/until.ts';

describe('a picture’s page', () => {
  let browser: Browser;
  let sender: Person;
  let opened: WatchedPage | undefined;
  beforeAll(async () => {
    [browser, sender] = await Promise.all([openBrowser(), person('sender')]);
  });
  afterEach(async () => {
    await opened?.page.context().close();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('asks no more for executions that have ended, and goes on asking for the picture', async () => {
    const text = { filename: 'text.png', contentType: 'image/png', bytes: Buffer.from('nothing') };
    const { id } = await send(sender, text);
    await waitFor(sender, id, 'failed');
    await until('its execution to end', async () =>
      (await executionsOf(id))[`${id}-1-1`] === 'SUCCEEDED' ? true : undefined,
    );
    opened = await openConsole(browser, sender, `#/images/${id}`);
    const { page } = opened;
    const asked = { workflow: 0, picture: 0 };
    page.on('request', (request) => {
      if (request.url().endsWith(`/images/${id}/workflow`)) asked.workflow += 1;
    });
    // The page's own clock stands still while an answer is on its way, and the next look is counted from the answer.
    page.on('requestfinished', (request) => {
      if (request.url().endsWith(`/images/${id}`)) asked.picture += 1;
    });
    await page.clock.install();
    await page.reload();
    await page.getByRole('button', { name: /^Inspect: succeeded/ }).waitFor();
    await page.clock.pauseAt(new Date(Date.now() + 1000));
    const before = asked.workflow;
    for (let look = 1; look <= 3; look += 1) {
      const seen = asked.picture;
      await until('the page to ask for the picture', async () => {
        await page.clock.runFor(1000);
        return asked.picture > seen ? true : undefined;
      });
    }
    const comes = `document.dispatchEvent(new Event('visibilitychange'))`;
    const seen = asked.picture;
    await page.evaluate(comes);
    await until('the page to ask when it comes into sight', async () =>
      asked.picture > seen ? true : undefined,
    );
    expect(asked.workflow).toBe(before);
  });
});
