import { expect, test } from '@jest/globals';
import { shapeOf } from '#core/shape';

test.each([
  [1080, 16_000, 'tall'],
  [16_000, 1080, 'wide'],
  [1, 1, undefined],
  [4000, 6000, undefined],
  [1000, 2500, undefined],
  [4000, 1000, undefined],
])('%d × %d is shown %s', (width, height, shape) => {
  expect(shapeOf({ width, height })).toBe(shape);
});
