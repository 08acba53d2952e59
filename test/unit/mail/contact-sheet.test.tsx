import { describe, expect, test } from '@jest/globals';
import { contactSheets } from '#mail/contact-sheet';
import { MAIL_LIMITS } from '../../../src/mail/packing.ts';
import { expectMailRules } from './rules.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const sender = 'ann@contactsheet.example';
const link = (at: number) => `https://pictures.example/reviews/r1.picture-${at}.sig`;

const picture = (at: number, more: object = {}) => ({
  id: `id-${at}`,
  title: `Picture ${at}`,
  filename: `picture-${at}.jpg`,
  sender,
  width: 640,
  height: 427,
  thumbnailUrl: `${link(at)}/thumbnail`,
  reviewUrl: link(at),
  dueAt: '2026-11-24T14:05:00Z',
  ...more,
});

const sheets = (pictures: ReturnType<typeof picture>[], more: object = {}) =>
  contactSheets({
    kind: 'review',
    reviewer: 'rita@contactsheet.example',
    senders: [...new Set(pictures.map((one) => one.sender))],
    pictures,
    deskUrl: 'https://pictures.example/desk/d1.sig',
    now: NOW,
    reference: 'K3F9X2',
    ...more,
  });
const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, at) => picture(at, more));
const only = (pictures: ReturnType<typeof picture>[], more: object = {}) => {
  const [mail, ...others] = sheets(pictures, more);
  if (!mail || others.length > 0) throw new Error('not one mail');
  return mail;
};
const images = (html: string) => [...html.matchAll(/<img[^>]*>/g)].map(([tag]) => tag);

describe('a contact sheet', () => {
  test('shows every picture with its own Approve and Reject links, in HTML and in plain text', () => {
    const { html, text } = only(many(7));
    for (let at = 0; at < 7; at += 1) {
      for (const choice of ['approve', 'reject']) {
        expect(html).toContain(`href="${link(at)}?choice=${choice}"`);
        expect(text).toContain(`${link(at)}?choice=${choice}`);
      }
      expect(html).toContain(`src="${link(at)}/thumbnail"`);
    }
  });

  test('says the same in HTML and in plain text: title, caption, credit, file, sender, due time', () => {
    const more = { caption: 'The pad at dawn.', credit: 'SpaceX' };
    const { html, text } = only([picture(1, more), picture(2, { sender: 'bob@contactsheet.example' })]);
    for (const said of [
      'Picture 1',
      'The pad at dawn.',
      'SpaceX',
      'picture-1.jpg',
      'bob@contactsheet.example',
      'Tuesday 24 November 2026, 14:05 UTC',
    ]) {
      expect(html).toContain(said);
      expect(text).toContain(said);
    }
  });

  test('gives each image half its width, its height and a text for those who see no images', () => {
    const { html } = only([picture(1), picture(2, { width: 300, height: 400 })]);
    expect(images(html)).toHaveLength(2);
    for (const tag of images(html))
      expect(tag).toMatch(/width="\d+"[^>]*height="\d+"|height="\d+"[^>]*width="\d+"/);
    expect(images(html)[0]).toMatch(/width="320"/);
    expect(images(html)[0]).toMatch(/alt="[^"]*Picture 1/);
  });

  test.each(['review', 'reminder', 'escalation'])(
    'that is a %s keeps to what mail clients understand',
    (kind) => {
      const asked = { asked: ['sam@contactsheet.example'], askedAt: '2026-11-21T10:00:00Z' };
      const notes = { note: 'Passed on.', caption: 'At dawn.', credit: 'NASA' };
      expectMailRules(
        only([...many(3, notes), picture(4, { dueAt: '2026-11-25T14:05:00Z' })], { kind, ...asked }),
      );
    },
  );

  test('leads to the page with all that waits, in HTML and in plain text', () => {
    const { html, text } = only(many(2));
    expect(html).toMatch(
      /<a[^>]*href="https:\/\/pictures\.example\/desk\/d1\.sig"[^>]*>See all that waits for you on one page</,
    );
    expect(text).toContain('See all that waits for you on one page: https://pictures.example/desk/d1.sig');
  });

  test('says of a picture how it came to this reviewer', () => {
    const note = 'Passed on to you by ann@contactsheet.example: “please look at the colours”';
    const { html, text } = only([picture(1, { note }), picture(2)]);
    expect([html.split(note).length, text.split(note).length]).toEqual([2, 2]);
  });

  test('says once when all are due, and at each picture where that differs, the earliest first', () => {
    const same = only(many(3));
    expect(same.text.match(/24 November 2026/g)).toHaveLength(1);
    expect(same.text).not.toContain('Decide by');
    const later = { dueAt: '2026-11-25T09:00:00Z' };
    const { html, text } = only([picture(1, later), picture(2)]);
    for (const said of [html.replaceAll(/<\/?b>/g, ''), text]) {
      expect(said).toContain('Please decide on the first by Tuesday 24 November 2026, 14:05 UTC.');
      expect(said).toContain('Decide by: Wednesday 25 November 2026, 09:00 UTC');
      expect(said).toContain('Decide by: Tuesday 24 November 2026, 14:05 UTC');
    }
  });

  test('shows what senders wrote as text, whatever it is', () => {
    const title = '<script>alert(1)</script> "quoted" \u202Egpj.exe\r\nBcc: eve@evil.example';
    const { html, text, subject } = only([picture(1, { title, caption: title, filename: '../../<b>.jpg' })]);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script');
    expect(html).not.toContain('<b>.jpg');
    expect(`${html}${text}`).not.toContain('\u202E');
    expect(text).not.toMatch(/^Bcc:/m);
    expect(subject).not.toMatch(/[\r\n]/);
  });

  test('cuts a title of a thousand characters with an ellipsis', () => {
    const { html, text } = only([picture(1, { title: 'x'.repeat(1000) })]);
    expect(html).not.toContain('x'.repeat(130));
    expect(text).toMatch(/x…/);
  });
});

describe('a batch too large for one mail', () => {
  test('is cut at forty pictures, each in exactly one mail and in order', () => {
    const mails = sheets(many(100));
    expect(mails.map((mail) => mail.pictureIds.length)).toEqual([40, 40, 20]);
    expect(mails.flatMap((mail) => mail.pictureIds)).toEqual(many(100).map((one) => one.id));
    for (const mail of mails) {
      for (const id of mail.pictureIds)
        expect(mail.text).toContain(`${link(Number(id.slice(3)))}?choice=approve`);
    }
  });

  test('is cut at 90 KB before that, where captions are long', () => {
    const mails = sheets(
      many(80, { caption: 'ü'.repeat(400), title: 'é'.repeat(120), credit: 'ß'.repeat(200) }),
    );
    for (const mail of mails) expect(Buffer.byteLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMITS.bytes);
    expect(Math.max(...mails.map((mail) => mail.pictureIds.length))).toBeLessThan(40);
    expect(new Set(mails.flatMap((mail) => mail.pictureIds)).size).toBe(80);
  });

  test('has subjects of one line that differ between its parts and from other batches', () => {
    const subjects = [...sheets(many(100)), ...sheets(many(100), { reference: 'OTHER1' })].map(
      (mail) => mail.subject,
    );
    expect(new Set(subjects).size).toBe(6);
    for (const subject of subjects) expect(subject.length).toBeLessThanOrEqual(150);
    expect(subjects[1]).toMatch(/100 pictures.*2 of 3/);
  });
});

describe('a mail that comes again', () => {
  test('as a reminder says that it is one, how many are left and by when', () => {
    const { subject, html, text } = only(many(3), { kind: 'reminder' });
    expect(subject).toBe('Reminder: 3 pictures still to review [K3F9X2]');
    for (const said of [html, text]) {
      expect(said).toContain('This is a reminder');
      expect(said).toMatch(/Please decide (<b>)?by Tuesday 24 November 2026, 14:05 UTC/);
    }
  });

  test('to others says who was asked before and since when', () => {
    const asked = ['sam@contactsheet.example', 'tom@contactsheet.example'];
    const escalation = { kind: 'escalation', asked, askedAt: '2026-11-20T08:30:00Z' };
    const { subject, html, text } = only(many(3), escalation);
    expect(subject).toBe('3 pictures nobody has decided on: you are asked as well [K3F9X2]');
    for (const said of [html, text])
      expect(said).toContain(
        'sam@contactsheet.example and tom@contactsheet.example were asked on Friday 20 November 2026, 08:30 UTC',
      );
    expect(only(many(1), { ...escalation, asked: asked.slice(1) }).text).toContain(
      'tom@contactsheet.example was asked on',
    );
  });

  test('to others says that mail to a reviewer came back, where that is why', () => {
    const asked = ['sam@contactsheet.example', 'tom@contactsheet.example'];
    const escalation = { kind: 'escalation', asked, askedAt: '2026-11-20T08:30:00Z' };
    const bounced = { ...escalation, unreachable: asked.slice(0, 1) };
    const { subject, html, text } = only(many(3), { ...bounced, late: false });
    expect(subject).toBe('3 pictures to review, as mail to a reviewer came back [K3F9X2]');
    for (const said of [html, text]) {
      expect(said).toContain('Mail to sam@contactsheet.example came back: you are asked as well.');
      expect(said).not.toContain('nobody has decided');
    }
    const both = only(many(3), { ...bounced, late: true });
    expect(both.subject).toMatch(/^3 pictures nobody has decided on/);
    expect(both.text.replaceAll('\n', ' ')).toContain(
      'asked as well. Mail to sam@contactsheet.example came back.',
    );
  });

  test('has its part in the subject when it is cut', () => {
    expect(sheets(many(50), { kind: 'reminder' }).map((mail) => mail.subject)).toEqual([
      'Reminder: 50 pictures still to review (1 of 2) [K3F9X2]',
      'Reminder: 50 pictures still to review (2 of 2) [K3F9X2]',
    ]);
  });
});
