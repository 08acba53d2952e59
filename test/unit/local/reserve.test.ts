import { expect, test } from '@jest/globals';
import { reservingFunctions } from '../../../local/reserve.ts';

test('what decodes pictures runs at most as often at once as the template reserves', async () => {
  expect(await reservingFunctions(process.cwd())).toEqual(['inspect-image', 'render-image']);
});
