import { expect, it } from '@jest/globals';
import { card, chunk } from '../fixtures/colour-card.ts';
import { call, see } from '../system/client.ts';
import { inReview } from '../system/scenes.ts';

it('a picture in HDR says so to its sender, and on the page where it is decided on', async () => {
  const bytes = card({ chunks: [chunk.cICP(9, 16)] });
  const { pictures, sender } = await inReview([{ filename: 'hdr.png', contentType: 'image/png', bytes }]);
  const [{ id, links }] = pictures;
  expect((await see(sender, id)).original).toMatchObject({ dynamicRange: 'hdr' });
  const page = await call('GET', links[0], { headers: { accept: 'text/html' } });
  expect(page.text).toContain('HDR, shown here in standard dynamic range.');
});
