import { describe, expect, test } from '@jest/globals';
import { objectionsToRenditions } from '#core/rendition-rules';
import type { Rendition } from '#core/renditions';

const mail: Rendition = { name: 'mail', width: 640, format: 'jpeg', quality: 80 };
const small: Rendition = { name: 'small', width: 160, format: 'webp', quality: 80 };
const found = (...renditions: Rendition[]) =>
  objectionsToRenditions({ renditions }).map(({ path, code }) => [path.join('.'), code]);

describe('renditions', () => {
  test('need one for mails, and no other', () => {
    expect(found(mail)).toEqual([]);
    expect(found(small, mail)).toEqual([]);
    expect(found(small)).toEqual([['renditions', 'mail-missing']]);
  });

  test('are in JPEG where mails show them', () => {
    expect(found(small, { ...mail, format: 'webp' })).toEqual([['renditions.1.format', 'mail-not-jpeg']]);
  });

  test('have names of their own', () => {
    expect(found(mail, small, { ...small, width: 320 }, small)).toEqual([
      ['renditions.2.name', 'name-twice'],
      ['renditions.3.name', 'name-twice'],
    ]);
  });

  test('keep each of a picture’s words once', () => {
    expect(found({ ...mail, keep: [] }, { ...small, keep: ['caption', 'credit'] })).toEqual([]);
    expect(found(mail, { ...small, keep: ['credit', 'caption', 'credit'] })).toEqual([
      ['renditions.1.keep.2', 'kept-twice'],
    ]);
  });
});
