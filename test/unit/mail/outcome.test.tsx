import { describe, expect, test } from '@jest/globals';
import { failure } from '#core/failures';
import { outcomeMails } from '#mail/outcome';
import { MAIL_LIMITS } from '../../../src/mail/packing.ts';
import { expectMailRules, tags } from './rules.ts';

const rita = 'rita@contactsheet.example';
const consoleUrl = (at: number) => `https://pictures.example/#/images/id-${at}`;
const thumbnail = (at: number) => ({
  url: `https://pictures.example/images/id-${at}/thumbnails/mail`,
  width: 640,
  height: 427,
});

const picture = (at: number, outcome: 'approved' | 'rejected' | 'expired' | 'failed', more: object = {}) => ({
  id: `id-${at}`,
  title: `Picture ${at}`,
  filename: `picture-${at}.jpg`,
  outcome,
  comments: [],
  pictureUrl: consoleUrl(at),
  ...(outcome === 'approved' ? { thumbnail: thumbnail(at) } : {}),
  ...more,
});
const told = (pictures: ReturnType<typeof picture>[]) =>
  outcomeMails({
    sender: 'ann@contactsheet.example',
    pictures,
    now: new Date('2026-11-21T10:00:00Z'),
    reference: 'K3F9X2',
  });
const only = (pictures: ReturnType<typeof picture>[]) => {
  const [mail, ...others] = told(pictures);
  if (!mail || others.length > 0) throw new Error('not one mail');
  return mail;
};
const all = [
  picture(1, 'failed', { reason: failure('heic-not-supported').message }),
  picture(2, 'rejected', { comments: [{ by: rita, comment: 'Crooked.\nStraighten it.' }] }),
  picture(3, 'approved', { comments: [{ by: rita, comment: 'Lovely.' }] }),
  picture(4, 'expired'),
  picture(5, 'approved'),
];

describe('the mail to a sender', () => {
  test('says in its subject how many pictures met which end', () => {
    expect(only(all).subject).toBe('2 pictures approved, 1 rejected, 1 expired, 1 failed [K3F9X2]');
    expect(only(all.slice(3, 4)).subject).toBe('1 picture expired [K3F9X2]');
    expect(only(all).to).toEqual(['ann@contactsheet.example']);
  });

  test('keeps to what mail clients understand', () => {
    expectMailRules(only(all));
  });

  test('groups the pictures by what became of them, in the same order in HTML and in plain text', () => {
    const { html, text } = only(all);
    for (const said of [html, text]) {
      const at = ['Picture 3', 'Picture 5', 'Picture 2', 'Picture 4', 'Picture 1'].map((one) =>
        said.lastIndexOf(one),
      );
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(Math.min(...at)).toBeGreaterThan(0);
    }
    expect(tags(html, 'h2')).toHaveLength(4);
    expect(tags(html, 'h3')).toHaveLength(5);
  });

  test('quotes what reviewers wrote, with who wrote it', () => {
    const { html, text } = only(all);
    expect(html).toMatch(
      /rita@contactsheet\.example wrote:<\/p><blockquote[^>]*>Crooked\.\nStraighten it\.</,
    );
    expect(text).toContain('rita@contactsheet.example wrote: Crooked.\n   > Straighten it.');
  });

  test('says why a picture failed, and of each outcome what can be done next', () => {
    const next = [
      'Published: nothing is left to do.',
      'send it as a new picture',
      'start it again: the reviewers are asked anew',
      'HEIC pictures cannot be read yet. Export the picture as JPEG and send that.',
    ];
    const { html, text } = only(all);
    for (const sentence of next) {
      expect(html).toContain(sentence);
      expect(text).toContain(sentence);
    }
    expect(only(all.slice(2, 3)).text).not.toContain('start it again');
  });

  test('shows thumbnails of what is public, and of nothing else', () => {
    const shown = tags(only(all).html, 'img').map((tag) => /src="([^"]*)"/.exec(tag)?.[1]);
    expect(shown).toEqual([thumbnail(3).url, thumbnail(5).url]);
  });

  test('shows what people wrote as text, whatever it is', () => {
    const hostile = '<script>alert(1)</script> \u202Egpj.exe\r\nBcc: eve@evil.example';
    const comments = [{ by: rita, comment: hostile }];
    const { html, text, subject } = only([
      picture(1, 'rejected', { title: hostile, filename: hostile, reason: hostile, comments }),
    ]);
    expect(html).not.toContain('<script>');
    expect(`${html}${text}`).not.toContain('\u202E');
    expect(text).not.toMatch(/^Bcc:/m);
    expect(subject).toBe('1 picture rejected [K3F9X2]');
  });
});

describe('more outcomes than fit one mail', () => {
  test('are cut at forty, each in exactly one mail, and the subjects differ', () => {
    const many = Array.from({ length: 90 }, (_, at) => picture(at, at % 2 === 0 ? 'approved' : 'rejected'));
    const mails = told(many);
    expect(mails.map((mail) => mail.pictureIds.length)).toEqual([40, 40, 10]);
    expect(new Set(mails.flatMap((mail) => mail.pictureIds)).size).toBe(90);
    expect(mails[1]?.subject).toBe('45 pictures approved, 45 rejected (2 of 3) [K3F9X2]');
    expect(mails[1]?.text).toContain('This is mail 2 of 3.');
  });

  test('are cut at 90 KB before that, where much was written', () => {
    const comments = [{ by: rita, comment: 'ü'.repeat(1000) }];
    const mails = told(Array.from({ length: 80 }, (_, at) => picture(at, 'rejected', { comments })));
    for (const mail of mails) expect(Buffer.byteLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMITS.bytes);
    expect(Math.max(...mails.map((mail) => mail.pictureIds.length))).toBeLessThan(40);
    expect(new Set(mails.flatMap((mail) => mail.pictureIds)).size).toBe(80);
  });
});
