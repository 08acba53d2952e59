import { expect, test } from '@jest/globals';
import type { Download } from '#core/download';
import { downloading } from '#services/downloading';
import { heifOf, picture } from '../../fixtures/hostile.ts';
import { announced, inReview, processing } from '../core/images.ts';

/** What an upload is served as. */
async function servedAs(bytes: Buffer, record = processing({ filename: 'holiday.hta' })): Promise<Download> {
  const given: Download[] = [];
  const originals = {
    read: async (_id: string, _version: string | undefined, first?: number) => bytes.subarray(0, first),
    show: async (_id: string, _version: string | undefined, as: Download) => {
      given.push(as);
      return 'https://originals.example/';
    },
  };
  expect(await downloading(originals)(record)).toBe('https://originals.example/');
  const [as] = given;
  if (!as) throw new Error('nothing was shown');
  return as;
}

const png = await picture(16, 12).png().toBuffer();

test('an original is served as what it was found to be, whatever it was announced as', async () => {
  const record = {
    ...inReview(),
    filename: 'holiday.hta',
    announced: { contentType: 'image/jpeg' as const },
  };
  expect(await servedAs(Buffer.alloc(0), record)).toMatchObject({
    contentType: 'image/png',
    disposition: expect.stringContaining('holiday.png'),
  });
});

test.each([
  ['a PNG that is not rendered yet', png, 'image/png', 'holiday.png'],
  ['a HEIC that was refused', heifOf('heic', 'mif1'), 'image/heic', 'holiday.heic'],
  ['a TIFF that was refused', Buffer.from('II*\0........'), 'image/tiff', 'holiday.tif'],
  ['a page that was refused', Buffer.from('<html><script>'), 'application/octet-stream', 'holiday.bin'],
  ['a drawing that was refused', Buffer.from('<svg onload="">'), 'application/octet-stream', 'holiday.bin'],
])('%s is served as what its first bytes say', async (_, bytes, contentType, name) => {
  expect(await servedAs(bytes)).toEqual({
    contentType,
    disposition: `attachment; filename="${name}"; filename*=UTF-8''${name}`,
  });
});

test('what was not uploaded is not found', async () => {
  await expect(servedAs(png, announced())).rejects.toMatchObject({ code: 'not-found' });
});
