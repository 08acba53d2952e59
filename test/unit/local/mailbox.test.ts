import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import {
  describeMail,
  linksIn,
  momentOf,
  openMailbox,
  plainMail,
  readMails,
  reviewLinks,
  type SentMessage,
} from '../../../local/mailbox.ts';

const message = (MessageId: string): SentMessage => ({
  MessageId,
  Source: 'pictures@contactsheet.example',
  To: ['reviewer@contactsheet.example'],
  Subject: `Subject of ${MessageId}`,
  BodyText: 'See http://localhost:3000/reviews/a.b-c_d.',
  BodyHtml: null,
  Timestamp: '2026-11-21T10:00:00Z',
});

describe('the mailbox', () => {
  let home: string;
  let aws: FastifyInstance;
  let endpoint: string;
  let sent: SentMessage[];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'contactsheet-mail-'));
    sent = [];
    aws = fastify();
    aws.get('/_ministack/ses/messages', () => ({ messages: { '000000000000': sent } }));
    endpoint = await aws.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    await aws.close();
    await rm(home, { recursive: true });
  });

  test('files each mail once, however often it looks', async () => {
    sent.push(message('one'));
    const mailbox = await openMailbox(home, endpoint);
    await Promise.all([mailbox.collect(), mailbox.collect()]);
    expect((await readdir(join(home, 'mail'))).sort()).toEqual([
      '2026-11-21T10-00-00.000Z-0001.html',
      '2026-11-21T10-00-00.000Z-0001.json',
      '2026-11-21T10-00-00.000Z-0001.txt',
    ]);
  });

  test('goes on counting where MiniStack has forgotten what it sent', async () => {
    sent.push(message('one'), message('two'));
    await (await openMailbox(home, endpoint)).collect();
    sent = [message('three')];
    await (await openMailbox(home, endpoint)).collect();
    const mails = await readMails(home);
    expect(mails.map((mail) => [mail.number, mail.messageId])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
    expect(mails.map(plainMail)[2]).toEqual({
      to: ['reviewer@contactsheet.example'],
      subject: 'Subject of three',
      text: 'See http://localhost:3000/reviews/a.b-c_d.',
      html: '',
      sentAt: '2026-11-21T10:00:00.000Z',
    });
  });

  test('is readable by nobody else: a mail’s links are the right to decide', async () => {
    await mkdir(join(home, 'mail'), { mode: 0o755 });
    sent.push(message('one'));
    await (await openMailbox(home, endpoint)).collect();
    const modeOf = async (name: string) => (await stat(join(home, 'mail', name))).mode & 0o777;
    expect(await modeOf('')).toBe(0o700);
    for (const name of await readdir(join(home, 'mail')))
      expect([name, await modeOf(name)]).toEqual([name, 0o600]);
  });

  test('is empty where nothing was sent', async () => {
    expect(await readMails(home)).toEqual([]);
  });
});

describe('a mail', () => {
  const mail = {
    ...{
      number: 3,
      from: 'a@b.example',
      messageId: 'x',
      to: ['r@b.example'],
      subject: 'Two pictures',
      html: '',
    },
    ...{ text: 'Approve: http://h/reviews/x.y?d=approve\nReject: http://h/reviews/x.y?d=reject', sentAt: '' },
  };

  test('is shown with its links', () => {
    expect(describeMail(mail).split('\n')).toEqual([
      '  mail 3 to r@b.example: Two pictures',
      '      http://h/reviews/x.y?d=approve',
      '      http://h/reviews/x.y?d=reject',
    ]);
  });

  test('links to each review once', () => {
    expect(reviewLinks([mail], 'r@b.example')).toEqual(['http://h/reviews/x.y']);
    expect(reviewLinks([mail], 'other@b.example')).toEqual([]);
  });

  test('has links without the punctuation around them', () => {
    expect(linksIn('(see <http://h/a>, "http://h/b"; http://h/c.)')).toEqual([
      'http://h/a',
      'http://h/b',
      'http://h/c',
    ]);
  });

  test.each([
    [1_795_255_200, '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00+00:00', '2026-11-21T10:00:00.000Z'],
  ])('was sent at %s', (stamp, moment) => {
    expect(momentOf(stamp)).toBe(moment);
  });
});
