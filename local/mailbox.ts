import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poll } from './poll.ts';
import type { Log } from './progress.ts';

/** A mail that was sent. */
export interface Mail {
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** ISO 8601. */
  sentAt: string;
}

/** A mail as it lies in the folder. */
export interface FiledMail extends Mail {
  /** Counts up, over restarts too. */
  number: number;
  from: string;
  messageId: string;
}

/** What MiniStack tells of a mail. */
export interface SentMessage {
  MessageId: string;
  Source: string;
  To: string[];
  Subject: string | null;
  BodyText: string | null;
  BodyHtml: string | null;
  Timestamp: string | number;
}

/** Collects mails into files, since MiniStack forgets them when it ends. */
export interface Mailbox {
  /** Files what was sent since the last look, oldest first. */
  collect(): Promise<FiledMail[]>;
}

/** The folder that holds a home's mails. */
export function mailFolder(home: string): string {
  return join(home, 'mail');
}

/** Opens the mailbox; numbering goes on from what is filed. */
export async function openMailbox(home: string, endpoint: string): Promise<Mailbox> {
  await mkdir(mailFolder(home), { recursive: true });
  // Whoever reads a mail can decide by its links; one that an earlier version filed is readable by its own mode.
  await chmod(mailFolder(home), 0o700);
  const filed = await readMails(home);
  const known = new Set(filed.map((mail) => mail.messageId));
  let number = Math.max(0, ...filed.map((mail) => mail.number));
  const collect = async () => {
    const fresh = (await sentMessages(endpoint)).filter((one) => !known.has(one.MessageId));
    const mails: FiledMail[] = [];
    for (const message of fresh) {
      known.add(message.MessageId);
      number += 1;
      const mail = mailOf(message, number);
      await file(home, mail);
      mails.push(mail);
    }
    return mails;
  };
  // Looks never overlap, or a mail would be filed twice.
  let last: Promise<unknown> = Promise.resolve();
  return {
    collect: () => {
      const next = last.then(collect);
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** Reads all mails that were filed, oldest first. */
export async function readMails(home: string): Promise<FiledMail[]> {
  const names = (await readdir(mailFolder(home)).catch(() => [])).filter((name) => name.endsWith('.json'));
  const mails = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(mailFolder(home), name), 'utf8')) as FiledMail),
  );
  return mails.sort((a, b) => a.number - b.number);
}

/** A mail without what only the folder is concerned with. */
export function plainMail({ to, subject, text, html, sentAt }: FiledMail): Mail {
  return { to, subject, text, html, sentAt };
}

/** The base name of a mail's files. */
export function mailName(mail: Pick<FiledMail, 'sentAt' | 'number'>): string {
  return `${mail.sentAt.replaceAll(':', '-')}-${String(mail.number).padStart(4, '0')}`;
}

/** Every address that a mail's text links to, once. */
export function linksIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
  return [...new Set(found.map((link) => link.replace(/[.,;:!?]+$/, '')))];
}

/** The links of reviews that mails gave to one reviewer. */
export function reviewLinks(mails: readonly FiledMail[], reviewer: string): string[] {
  const links = mails
    .filter((mail) => mail.to.includes(reviewer))
    .flatMap((mail) => linksIn(mail.text || mail.html));
  // Approve and Reject may be two links to one page.
  return [
    ...new Set(links.filter((link) => link.includes('/reviews/')).map((link) => link.replace(/[?#].*$/, ''))),
  ];
}

/** Shows a mail in a few lines. */
export function describeMail(mail: FiledMail): string {
  const links = linksIn(mail.text || mail.html).map((link) => `      ${link}`);
  return [`  mail ${mail.number} to ${mail.to.join(', ')}: ${mail.subject}`, ...links].join('\n');
}

/** Watches for mails until it is told to end; each is handed to `log` as it is sent. */
export function followMailbox(mailbox: Mailbox, log: Log, every = 300): { end(): Promise<void> } {
  return poll(async () => {
    for (const mail of await mailbox.collect().catch(() => [])) log(describeMail(mail));
  }, every);
}

async function sentMessages(endpoint: string): Promise<SentMessage[]> {
  const answer = await fetch(`${endpoint}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { messages: Record<string, SentMessage[]> };
  return Object.values(messages).flat();
}

function mailOf(message: SentMessage, number: number): FiledMail {
  return {
    number,
    messageId: message.MessageId,
    from: message.Source,
    to: message.To,
    subject: message.Subject ?? '',
    text: message.BodyText ?? '',
    html: message.BodyHtml ?? '',
    sentAt: momentOf(message.Timestamp),
  };
}

/** MiniStack writes moments as seconds or as text. */
export function momentOf(stamp: string | number): string {
  const date = new Date(typeof stamp === 'number' ? stamp * 1000 : stamp);
  return (Number.isNaN(date.getTime()) ? new Date() : date).toISOString();
}

async function file(home: string, mail: FiledMail): Promise<void> {
  const path = join(mailFolder(home), mailName(mail));
  const mode = 0o600;
  await writeFile(`${path}.html`, mail.html, { mode });
  await writeFile(`${path}.txt`, mail.text, { mode });
  // Moved into place, so that a reader never meets half of it.
  await writeFile(`${path}.part`, `${JSON.stringify(mail, null, 2)}\n`, { mode });
  await rename(`${path}.part`, `${path}.json`);
}
