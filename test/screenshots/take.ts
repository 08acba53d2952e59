import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { mailFolder, mailName } from '../../local/mailbox.ts';
import { root } from '../../local/settings.ts';
import { openBrowser } from '../system/browser.ts';
import { openConsole } from '../system/console.ts';
import { everyLink, linkTo, type Mail, mailsTo } from '../system/mailbox.ts';
import { photo } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { until } from '../system/until.ts';
import { type Actor, REVIEWER, type Stage, setStage } from './stage.ts';

const help = `Usage: npm run screenshots

Makes the pictures in docs/images anew: starts a stack of its own, plays some scenes, and takes a picture of each view.`;

const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });

const FOLDER = join(root, 'docs', 'images');
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};
const letter: BrowserContextOptions = { viewport: { width: 800, height: 1000 } };
const dark: BrowserContextOptions = { ...desk, colorScheme: 'dark' };

/** Opens a view, and leaves it as it is to be shown. */
interface Shot {
  name: string;
  /** Down to its end, not only what is seen at first. */
  whole?: boolean;
  open(browser: Browser): Promise<Page>;
}

const inSight =
  '[...document.images].every((one) => one.naturalWidth > 0 || one.getBoundingClientRect().top > innerHeight)';

async function save(page: Page, name: string, whole: boolean): Promise<void> {
  // Asked again and again from outside: the page's policy lets nothing be evaluated within.
  await until('the pictures in sight', async () => (await page.evaluate<boolean>(inSight)) || undefined);
  await sleep(600);
  const png = await page.screenshot({ fullPage: whole });
  const webp = await sharp(png).webp({ quality: 82, effort: 5 }).toBuffer();
  await writeFile(join(FOLDER, `${name}.webp`), webp);
  console.log(`docs/images/${name}.webp  ${(webp.length / 1000).toFixed(0)} kB`);
}

function shotsOf(stage: Stage): Shot[] {
  const { contributor, reviewer, operator } = stage.actors;
  const id = (title: string) => stage.ids.get(title) ?? '';
  const inConsole =
    (actor: Actor, hash: string, options: BrowserContextOptions, text: string) =>
    async (browser: Browser) => {
      const { page } = await openConsole(browser, actor, hash, options);
      await page.getByText(text).first().waitFor();
      return page;
    };
  const at = (address: () => Promise<string>, options: BrowserContextOptions) => async (browser: Browser) => {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(await address());
    return page;
  };
  const mail = (to: string, what: RegExp) => async () => {
    const found = await until(`a mail to ${to}`, async () =>
      (await mailsTo(to)).find(({ subject }) => what.test(subject)),
    );
    return fileOf(found);
  };
  const deskOf = async () => {
    const found = (await mailsTo(REVIEWER)).flatMap(everyLink).find((link) => link.includes('/desk/'));
    return found ?? '';
  };
  const review = (title: string) => () => linkTo(id(title), REVIEWER);
  const pictureHash = `#/images/${id('Coffee on a wooden table')}`;
  return [
    { name: 'sheet', open: inConsole(contributor, '#/', desk, 'Launch at night') },
    { name: 'sheet-dark', open: inConsole(contributor, '#/', dark, 'Launch at night') },
    { name: 'sheet-phone', open: inConsole(contributor, '#/', phone, 'Launch at night') },
    { name: 'upload', open: uploading(contributor) },
    { name: 'picture', whole: true, open: inConsole(operator, pictureHash, desk, 'The picture’s way') },
    { name: 'picture-phone', open: inConsole(operator, pictureHash, phone, 'The picture’s way') },
    { name: 'waiting', open: inConsole(reviewer, '#/waiting', desk, 'to decide') },
    { name: 'executions', open: inConsole(operator, '#/executions', desk, 'Holiday') },
    { name: 'mail', open: at(mail(REVIEWER, /to review/), letter) },
    { name: 'mail-sender', open: at(mail(contributor.email, /approved/), letter) },
    { name: 'review', open: at(review('Eileen Collins'), desk) },
    { name: 'review-phone', open: at(review('Eileen Collins'), phone) },
    { name: 'decided', open: at(review('Deep field'), desk) },
    { name: 'desk', open: at(deskOf, desk) },
    { name: 'mailbox', open: at(async () => `${place().url}/mailbox`, desk) },
  ];
}

/** Two files on their way, held up so that their bars are to be seen; the rest of the page is as it was. */
function uploading(actor: Actor) {
  return async (browser: Browser): Promise<Page> => {
    const { page } = await openConsole(browser, actor, '#/', desk);
    await page.route(`${place().endpoint}/**`, async (route) => {
      if (route.request().method() !== 'POST') await route.continue();
    });
    const files = ['mosaic-12mp.jpg', 'chelsea.png'] as const;
    await page
      .getByLabel('Choose pictures')
      .setInputFiles(
        files.map((name) => ({ name, mimeType: photo(name).contentType, buffer: photo(name).bytes })),
      );
    await page.getByRole('progressbar').first().waitFor();
    return page;
  };
}

function fileOf(found: Mail): string {
  return pathToFileURL(join(mailFolder(place().home), `${mailName(found)}.html`)).href;
}

async function run(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const stage = await setStage(console.log);
  const browser = await openBrowser();
  const shots = shotsOf(stage);
  try {
    for (const { name, whole = false, open } of shots) {
      const page = await open(browser);
      await save(page, name, whole);
      await page.context().close();
    }
    const taken = new Set(shots.map(({ name }) => `${name}.webp`));
    const others = (await readdir(FOLDER)).filter((file) => !taken.has(file));
    await Promise.all(others.map((file) => rm(join(FOLDER, file))));
  } finally {
    await browser.close();
    await stage.close();
  }
}

if (values.help) console.log(help);
else await run();
