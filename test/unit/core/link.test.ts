import { describe, expect, test } from '@jest/globals';
import { InvalidLink } from '#core/errors';
import { isView, linkIn, readDesk, readLink, readView, signDesk, signLink, signView } from '#core/link';
import { flood, processorTime } from '../foreign.ts';
import { ID } from './images.ts';

const claim = { imageId: ID, round: 12, reviewer: 3, expires: 1_795_000_000 };
const key = 'k'.repeat(64);

describe('a review link', () => {
  test('is read back as it was signed', () => {
    expect(readLink(signLink(claim, key), [key])).toEqual(claim);
  });

  test('is at most 200 characters that no mail client breaks', () => {
    expect(signLink({ ...claim, round: 9999, reviewer: 999 }, key)).toMatch(/^[A-Za-z0-9_.-]{1,200}$/);
  });

  test('with any one character changed is not valid', () => {
    const link = signLink(claim, key);
    for (let at = 0; at < link.length; at += 1) {
      const other = link[at] === 'a' ? 'b' : 'a';
      const tampered = `${link.slice(0, at)}${other}${link.slice(at + 1)}`;
      expect(() => readLink(tampered, [key])).toThrow(InvalidLink);
    }
  });

  test('for another picture cannot be made from one’s own', () => {
    const mine = signLink(claim, key);
    const other = mine.replace(ID, '01kadz5t9qx3m8v7rj2c4w6ehx');
    expect(() => readLink(other, [key])).toThrow(InvalidLink);
  });

  test('signed before the key was rotated is valid while the key before is known, and not after', () => {
    const link = signLink(claim, 'old');
    expect(readLink(link, ['new', 'old'])).toEqual(claim);
    expect(() => readLink(link, ['newest', 'new'])).toThrow(InvalidLink);
  });

  test('that is nonsense, empty or endless is not valid, in the same words', () => {
    for (const link of ['', 'x', '....', `${'a'.repeat(10_000)}`, `r1.${ID}.1.0.zz.`]) {
      expect(() => readLink(link, [key])).toThrow('This link is not valid.');
    }
  });
});

describe('the right to look', () => {
  const view = { imageId: ID, round: 12, expires: 1_795_000_000 };
  const link = signView(view, key);

  test('is read back as it was signed, and is told from other links', () => {
    expect(readView(link, [key])).toEqual(view);
    expect([isView(link), isView(signLink(claim, key))]).toEqual([true, false]);
    expect(linkIn(`${link}).`)).toBe(link);
  });

  test('is no other right, nor is another right this one', () => {
    for (const read of [readLink, readDesk]) expect(() => read(link, [key])).toThrow(InvalidLink);
    for (const version of ['r1', 'd1']) {
      const disguised = link.replace('v1', version);
      for (const read of [readLink, readDesk]) expect(() => read(disguised, [key])).toThrow(InvalidLink);
    }
    const others = [signLink(claim, key), signDesk({ desk: ID, expires: view.expires }, key)];
    for (const other of others) {
      for (const sent of [other, other.replace(/^../, 'v1')]) {
        expect(() => readView(sent, [key])).toThrow(InvalidLink);
      }
    }
  });

  test('with any one character changed is not valid', () => {
    for (let at = 0; at < link.length; at += 1) {
      const changed = `${link.slice(0, at)}${link[at] === 'a' ? 'b' : 'a'}${link.slice(at + 1)}`;
      expect(() => readView(changed, [key])).toThrow(InvalidLink);
    }
  });
});

describe('a link that was mangled on its way', () => {
  const links = [signLink(claim, key), signDesk({ desk: ID, expires: claim.expires }, key)];
  const after = [
    '.',
    ',',
    ')',
    '>',
    '%3E',
    '"',
    '”',
    "'",
    '&utm_source=mail&utm_medium=a',
    ' ',
    '\n',
    '%20',
    '…',
    '!)',
    ';amp',
    '\u200b',
  ];

  test.each(links)('is found in what is left of it: %s', (link) => {
    for (const sign of after) expect(linkIn(`${link}${sign}`)).toBe(link);
    for (const around of ['<>', '()', '""', '“”', '[]'])
      expect(linkIn(`${around[0]}${link}${around[1]}`)).toBe(link);
    expect(linkIn(`%3C${link}%3E`)).toBe(link);
    expect(linkIn(link)).toBe(link);
  });

  test.each(links)('has to be whole, and its signature ends where it ended: %s', (link) => {
    for (const wrong of [`${link}A`, `${link}_`, link.slice(0, -1), `${link.slice(0, -1)}.`, `x${link}`]) {
      expect(linkIn(wrong)).toBe(wrong);
    }
  });

  test('is looked for in linear time', async () => {
    for (const text of ['<', 'r1.', `r1.${ID}.`, '%3C']) {
      expect(await processorTime(() => linkIn(flood(text)))).toBeLessThan(100);
    }
  });
});
