import { describe, expect, test } from '@jest/globals';
import { durationInWords, oneLine, shorten, someLines } from '#core/words';

test.each([
  ['P2D', '2 days'],
  ['P1DT12H', '1 day and 12 hours'],
  ['P1WT30M5S', '1 week, 30 minutes and 5 seconds'],
  ['P0DT4H', '4 hours'],
])('%s is said as "%s"', (duration, words) => {
  expect(durationInWords(duration)).toBe(words);
});

describe('a text that is too long', () => {
  test.each([
    ['a surrogate pair', '😀'],
    ['a letter and its accent', 'e\u0301'],
    ['the parts of a joined emoji', '👨‍👩‍👧‍👦'],
    ['an emoji and its skin', '👋🏽'],
    ['the halves of a flag', '🇩🇪'],
    ['a syllable of Hangul in parts', '\u1112\u1161\u11ab'],
    ['a carriage return and its line feed', '\r\n'],
  ])('is never cut inside %s', (_, character) => {
    // The cut moves through the character, and to both of its sides.
    for (let most = 180; most <= 180 + 2 * character.length; most += 1) {
      const text = `${'a'.repeat(180)}${character.repeat(100)}`;
      const short = shorten(text, most);
      const rest = short.replace(/^a*/, '').replace('…', '').replaceAll(character, '');
      expect({ most, rest, fits: short.length <= most }).toEqual({ most, rest: '', fits: true });
    }
  });

  test('ends in an ellipsis within its bound, and stays whole at its bound', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef');
    expect(shorten('abcdefg', 6)).toBe('abcde…');
    expect(shorten('abcd   fg', 6)).toBe('abcd…');
    expect(shorten('😀😀😀', 6)).toBe('😀😀😀');
    expect(shorten('😀😀😀😀', 6)).toBe('😀😀…');
  });

  test('of one endless character is cut between code points', () => {
    const accents = `a${'\u0301'.repeat(5000)}`;
    expect(shorten(accents, 200)).toBe(`${accents.slice(0, 199)}…`);
    const joined = `x${'😀\u200d'.repeat(5000)}`;
    for (let most = 190; most < 200; most += 1) expect(shorten(joined, most).isWellFormed()).toBe(true);
  });

  test('is a whole line or whole lines', () => {
    const family = '👨‍👩‍👧‍👦'.repeat(40);
    expect(oneLine(family, 100)).toBe(`${'👨‍👩‍👧‍👦'.repeat(9)}…`);
    expect(someLines(`a\n${family}`, 100)).toBe(`a\n${'👨‍👩‍👧‍👦'.repeat(8)}…`);
  });
});
