import { expect, it } from '@jest/globals';
import type { Call } from '../../../src/console/api/call.ts';
import { imagesApi } from '../../../src/console/api/images.ts';

it('a trail of several pages is read to its end', async () => {
  const pages = new Map([
    ['images/a/events', { items: [1, 2], nextCursor: '7' }],
    ['images/a/events?cursor=7', { items: [3], nextCursor: '9' }],
    ['images/a/events?cursor=9', { items: [4] }],
  ]);
  const call = async (_method: string, path: string) => ({ body: pages.get(path), tag: undefined });
  expect(await imagesApi(call as Call).events('a')).toEqual([1, 2, 3, 4]);
});
