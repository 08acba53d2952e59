import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FiledMail, linksIn, mailFolder, reviewLinks } from '../../local/mailbox.ts';
import { place } from './place.ts';
import { until } from './until.ts';

export type Mail = FiledMail;

const known = new Map<string, Mail>();

/** The mails that an address got, oldest first. */
export async function mailsTo(to: string, home = place().home): Promise<Mail[]> {
  const folder = mailFolder(home);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  for (const path of names.map((name) => join(folder, name))) {
    if (!known.has(path)) known.set(path, JSON.parse(await readFile(path, 'utf8')) as Mail);
  }
  const here = [...known].filter(([path]) => path.startsWith(folder)).map(([, mail]) => mail);
  return here.filter((mail) => mail.to.includes(to)).sort((a, b) => a.number - b.number);
}

/** Waits until an address was sent as many pictures, in however many mails. */
export async function waitForMails(to: string, pictures = 1, home = place().home): Promise<Mail[]> {
  let mails: Mail[] = [];
  return until(
    `${pictures} pictures in mails to ${to}`,
    async () => {
      mails = await mailsTo(to, home);
      return reviewLinks(mails, to).length >= pictures ? mails : undefined;
    },
    { seen: () => mails.map(({ subject }) => subject) },
  );
}

/** Every address in a mail, those of pictures among them. */
export function everyLink(mail: Mail): string[] {
  const inHtml = [...mail.html.matchAll(/(?:href|src)="(http[^"]+)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  return [...new Set([...inHtml, ...linksIn(mail.text)])];
}

/** The reviewer's link to each picture in some mails, by the picture's id; the newest mail's link counts. */
export function linksOf(mails: readonly Mail[]): Map<string, string> {
  const links = mails.flatMap((mail) => reviewLinks([mail], mail.to[0] ?? ''));
  return new Map(links.map((link) => [imageOfLink(link), link.replace(/\/thumbnail$/, '')]));
}

/** Waits for a reviewer's mail and takes out the link to one picture. */
export async function linkTo(id: string, reviewer: string): Promise<string> {
  return until(`a mail to ${reviewer} that links to ${id}`, async () =>
    linksOf(await mailsTo(reviewer)).get(id),
  );
}

function imageOfLink(link: string): string {
  return /\/reviews\/r1\.([0-9a-z]{26})\./.exec(link)?.[1] ?? link;
}
