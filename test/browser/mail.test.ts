import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Unreachable, Unsent } from '#core/undelivered';
import { aws } from '../system/aws.ts';
import { openBrowser } from '../system/browser.ts';
import { openConsole } from '../system/console.ts';
import { address, person } from '../system/people.ts';
import { output } from '../system/place.ts';
import { ago, mustReview, rewrite } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';

const later = new Date(Date.now() + 3_600_000).toISOString();

/** Writes down what send-digest and note-bounce would. @returns what takes it back */
async function noting(sk: string, about: Unsent | Unreachable): Promise<() => Promise<unknown>> {
  const [TableName, Key] = [output('ImagesTable'), { pk: 'MAIL', sk }];
  await aws().table.send(new PutCommand({ TableName, Item: { ...Key, ...about } }));
  return () => aws().table.send(new DeleteCommand({ TableName, Key }));
}

describe('mail that does not arrive, in the console', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('is a line for operators with the reason and what to do, and one on a picture whose reviewer is not mailed', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [recipient = '', id] = [reviewers[0], pictures[0].id];
    const { mailed: _, ...review } = await mustReview(id);
    await rewrite(id, { review });
    const about = { digest: id, recipient, kind: 'review', pictures: 1, tries: 2, nextAt: later } as const;
    const mended = await noting(`UNSENT#${id}`, { ...about, since: ago(5), error: 'SendingPausedException' });
    try {
      const operator = await openConsole(browser, await person('operator', 'operators'));
      const line = operator.page.getByRole('status', { name: 'Mail' }).getByText(recipient);
      await line.waitFor();
      expect(await line.textContent()).toContain('SES has paused sending: its console says why.');
      const { page, complaints } = await openConsole(browser, sender, `#/images/${id}`);
      await page.getByText('1 reviewer of this picture not mailed yet').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await mended();
    }
  });

  it('is one line for each address that takes none, with how many pictures are in review there', async () => {
    const gone = address('gone');
    const { pictures } = await inReview(2);
    for (const { id } of pictures) {
      await rewrite(id, { review: { ...(await mustReview(id)), unreachable: [gone] } });
    }
    const known: Unreachable = { address: gone, why: 'bounced', since: ago(5), until: later };
    const mended = await noting(`UNREACHABLE#${gone}`, known);
    try {
      const { page } = await openConsole(browser, await person('operator', 'operators'), '#/executions');
      const lines = page.getByText(`Mail to ${gone} came back.`);
      await page.getByText('2 pictures in review there.').waitFor();
      expect(await lines.allTextContents()).toEqual([expect.stringContaining('have it mailed again')]);
    } finally {
      await mended();
    }
  });
});
