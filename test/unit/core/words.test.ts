import { expect, test } from '@jest/globals';
import { durationInWords } from '#core/words';

test.each([
  ['P2D', '2 days'],
  ['P1DT12H', '1 day and 12 hours'],
  ['P1WT30M5S', '1 week, 30 minutes and 5 seconds'],
  ['P0DT4H', '4 hours'],
])('%s is said as "%s"', (duration, words) => {
  expect(durationInWords(duration)).toBe(words);
});
