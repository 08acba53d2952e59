import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBoard } from '../board.ts';
import { clientsOf } from '../clients.ts';
import { type DemoImage, isNamedPicture, type Sender, sendImage } from '../demoImages.ts';
import { Failure, messageOf } from '../failure.ts';
import { type FiledMail, readMails, reviewLinks } from '../mailbox.ts';
import { mustRun } from '../running.ts';
import { readSettings } from '../settings.ts';
import { poolOf, readUsers, signIn } from '../users.ts';

export const help = `Usage: npm run demo -- FILE…

Sends pictures as the contributor, shows how far each is, then waits for the reviewers' mail and prints its links.
Files that are not named like a picture are left out; --all sends them too, to see them refused.
"npm start" runs in another terminal.`;

/** Each upload holds its file in memory. */
const AT_ONCE = 8;
/** A digest stays open for two minutes at most. */
const MAIL_MS = 150_000;

/** Sends pictures and follows them until the mail. */
export async function run(args: string[]): Promise<void> {
  const files = await picturesOf(args);
  const settings = readSettings();
  const { awsEndpoint, outputs, url } = await mustRun(settings);
  const clients = clientsOf(awsEndpoint);
  const { contributor } = await readUsers(settings.home);
  const sender = { url, token: await signIn(clients.users, poolOf(outputs), contributor) };
  clients.close();

  const before = (await readMails(settings.home)).length;
  const images = await sendAll(sender, files);
  const waiting = images.filter((image) => image?.status === 'in-review');
  console.log(`\n${waiting.length} of ${files.length} in review`);
  if (waiting.length < files.length) process.exitCode = 1;
  if (waiting.length > 0) await showMails(settings.home, before, expectedLinks(waiting));
}

async function picturesOf(args: string[]): Promise<string[]> {
  const { positionals: named, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false } },
  });
  await Promise.all(named.map(mustBeFile));
  const files = named.filter((file) => values.all || isNamedPicture(file));
  for (const file of named)
    if (!files.includes(file)) console.log(`${basename(file)} is left out: it is not named like a picture.`);
  if (files.length === 0) throw new Failure('Name the pictures to send: npm run demo -- FILE…');
  return files;
}

async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Failure(`There is no file ${file}.`);
}

async function sendAll(sender: Sender, files: readonly string[]): Promise<(DemoImage | undefined)[]> {
  const board = openBoard(
    files.map((file) => basename(file)),
    process.stdout,
  );
  const images: (DemoImage | undefined)[] = [];
  const rows = files.entries();
  const worker = async () => {
    for (const [row, file] of rows) {
      try {
        const image = await sendImage(sender, file, (state) => board.set(row, state));
        images[row] = image;
        if (image.failure)
          board.set(row, `${image.status}: ${image.failure.message} (${image.failure.code})`);
      } catch (error) {
        images[row] = undefined;
        board.set(row, messageOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return images;
}

function expectedLinks(images: readonly (DemoImage | undefined)[]): Map<string, number> {
  const expected = new Map<string, number>();
  for (const reviewer of images.flatMap((image) => image?.review?.reviewers ?? [])) {
    expected.set(reviewer, (expected.get(reviewer) ?? 0) + 1);
  }
  return expected;
}

async function showMails(home: string, before: number, expected: ReadonlyMap<string, number>): Promise<void> {
  console.log(`Waiting for the mail to ${[...expected.keys()].join(', ')} …`);
  const until = Date.now() + MAIL_MS;
  let mails: FiledMail[] = [];
  const missing = () =>
    [...expected].filter(([reviewer, count]) => reviewLinks(mails, reviewer).length < count);
  do {
    await sleep(500);
    mails = (await readMails(home)).slice(before);
  } while (missing().length > 0 && Date.now() < until);
  for (const reviewer of expected.keys()) {
    const links = reviewLinks(mails, reviewer).map((link) => `  ${link}`);
    const count = mails.filter((mail) => mail.to.includes(reviewer)).length;
    console.log([`\n${reviewer}: ${count} ${count === 1 ? 'mail' : 'mails'}`, ...links].join('\n'));
  }
  if (missing().length > 0)
    throw new Failure('Not every picture was mailed in time; "npm run logs" may tell why.');
}
