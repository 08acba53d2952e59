import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { heifOf, pngClaiming, scribbled } from '../fixtures/hostile.ts';
import { progressive } from '../fixtures/scans.ts';
import { call, send, waitFor } from '../system/client.ts';
import { mailsTo } from '../system/mailbox.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo } from '../system/pictures.ts';
import { everythingOf } from '../system/records.ts';

const jpeg = photo('rocket.jpg').bytes;
const png = photo('chelsea.png').bytes;
const wrong = '0'.repeat(64);

const files: { code: string; what: string; bytes: Buffer; contentType?: string; sha256?: string }[] = [
  { code: 'not-an-image', what: 'text that is called a JPEG', bytes: Buffer.from('Just words, no picture.') },
  { code: 'not-an-image', what: 'a single byte', bytes: Buffer.from([0xff]) },
  {
    code: 'not-an-image',
    what: 'a web page',
    bytes: Buffer.from('<!doctype html><script>alert(1)</script>'),
  },
  {
    code: 'svg-not-supported',
    what: 'an SVG that is called a PNG',
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    contentType: 'image/png',
  },
  {
    code: 'heic-not-supported',
    what: 'a HEIC picture',
    bytes: heifOf('heic', 'mif1', 'heic'),
    contentType: 'image/heic',
  },
  { code: 'truncated', what: 'half a JPEG', bytes: jpeg.subarray(0, jpeg.length >> 1) },
  {
    code: 'truncated',
    what: 'half a PNG',
    bytes: png.subarray(0, png.length >> 1),
    contentType: 'image/png',
  },
  { code: 'corrupt', what: 'a PNG with damaged pixels', bytes: scribbled(png), contentType: 'image/png' },
  {
    code: 'too-many-pixels',
    what: 'a tiny PNG that claims 900 megapixels',
    bytes: pngClaiming(16_000, 16_000),
    contentType: 'image/png',
  },
  {
    code: 'side-too-long',
    what: 'a PNG 60,000 pixels wide',
    bytes: pngClaiming(60_000, 1),
    contentType: 'image/png',
  },
  { code: 'kind-not-supported', what: 'a JPEG XL', bytes: Buffer.from('ff0a7f04b8080210', 'hex') },
  { code: 'too-complex', what: 'a JPEG of 883 scans', bytes: progressive(2000, 2000, 883) },
  { code: 'checksum-mismatch', what: 'another file than was announced', bytes: jpeg, sha256: wrong },
];

describe('a file that cannot be taken', () => {
  const reviewer = address('reviewer');
  let sender: Person;
  let images: PublicImage[] = [];

  beforeAll(async () => {
    sender = await person('sender');
    images = await Promise.all(
      files.map(async ({ bytes, contentType = 'image/jpeg', sha256, what }) => {
        const more = { reviewers: [reviewer], title: what, ...(sha256 ? { sha256 } : {}) };
        const { id } = await send(sender, { filename: 'picture.jpg', contentType, bytes }, more);
        return waitFor(sender, id, 'failed');
      }),
    );
  });

  it.each(files.map((file, at) => ({ ...file, at })))('fails with $code: $what', ({ code, at }) => {
    expect(images[at]).toMatchObject({
      status: 'failed',
      failure: { code, message: expect.stringMatching(/\w/) },
    });
    expect(images[at]?.thumbnails).toEqual([]);
  });

  it('is never tried again, by anyone', async () => {
    for (const { id } of images) {
      const again = await call('POST', `/images/${id}/workflow`, { as: sender });
      expect([again.status, again.body.code]).toEqual([409, 'not-restartable']);
      const trail = (await everythingOf(id)).map((item) => item['type']).filter(Boolean);
      expect(trail).toEqual(['created', 'uploaded', 'failed']);
    }
  });

  it('ends its execution as done, not as a fault', async () => {
    const { id = '' } = images[0] ?? {};
    const { body } = await call<{ status: string }>('GET', `/images/${id}/workflow`, { as: sender });
    expect(body.status).toBe('SUCCEEDED');
  });

  it('is not shown to any reviewer', async () => {
    expect(await mailsTo(reviewer)).toEqual([]);
  });
});
