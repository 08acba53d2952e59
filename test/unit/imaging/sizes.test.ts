import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import type { Rendition } from '#core/renditions';
import { renderPicture } from '#imaging/render';

const spec: Rendition[] = JSON.parse(readFileSync('renditions.json', 'utf8')).renditions;
const photo = (name: string) => readFileSync(`test/fixtures/photos/${name}`);
const mosaic = await renderPicture(photo('mosaic-12mp.jpg'), 'image/jpeg', spec);

describe('a 12-megapixel photo', () => {
  test('comes in the sizes and formats asked for, in their order', () => {
    expect(mosaic.pictures.map(({ data, bytes, ...one }) => one)).toEqual([
      { name: 'large', width: 1600, height: 1200, contentType: 'image/webp' },
      { name: 'medium', width: 640, height: 480, contentType: 'image/webp' },
      { name: 'small', width: 160, height: 120, contentType: 'image/webp' },
      { name: 'mail', width: 640, height: 480, contentType: 'image/jpeg' },
    ]);
  });

  test('says of each thumbnail what its bytes hold', async () => {
    for (const { data, bytes, width, height, contentType } of mosaic.pictures) {
      expect(data).toHaveLength(bytes);
      expect(await sharp(data).metadata()).toMatchObject({ width, height, format: contentType.slice(6) });
    }
  });

  test('is described by its own size, length and checksum', () => {
    const bytes = photo('mosaic-12mp.jpg');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(mosaic.original).toEqual({
      contentType: 'image/jpeg',
      bytes: bytes.length,
      width: 4000,
      height: 3000,
      sha256,
    });
  });

  test('looks the same at each smaller size as if resized straight from the original', async () => {
    // Best quality, so that the encoder's own loss does not hide the difference.
    const steps = [1600, 640, 160].map((width) => {
      return { name: `w${width}`, width, format: 'jpeg', quality: 100 } as const;
    });
    const { pictures } = await renderPicture(photo('mosaic-12mp.jpg'), 'image/jpeg', steps);
    for (const { width, data } of pictures.slice(1)) {
      const straight = sharp(photo('mosaic-12mp.jpg')).resize({ width, fastShrinkOnLoad: false });
      const difference = await psnr(data, await straight.jpeg({ quality: 100 }).toBuffer());
      expect(difference).toBeGreaterThan(38);
    }
  });
});

/** Peak signal-to-noise ratio of two pictures of one size, in decibels: 10·log10(255² / mean square error). */
async function psnr(one: Buffer | undefined, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((data) => sharp(data).removeAlpha().raw().toBuffer()));
  if (!a || a.length !== b?.length) throw new Error('the pictures differ in size');
  const squares = a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / a.length));
}

describe('sizes', () => {
  test.each([
    ['coffee.png', [600, 400], [160, 107]],
    ['chelsea.png', [451, 300], [160, 106]],
  ])('%s, narrower than asked for, is never enlarged', async (name, full, small) => {
    const { pictures } = await renderPicture(photo(name), 'image/png', spec);
    expect(pictures.map((one) => [one.width, one.height])).toEqual([full, full, small, full]);
  });

  test('heights keep the original proportions through every step', async () => {
    const widths = [901, 700, 503, 301, 211, 97, 31, 16];
    const steps = widths.map((width) => ({ name: `w${width}`, width, format: 'webp', quality: 50 }) as const);
    const plain = { width: 1000, height: 667, channels: 3, background: 'teal' } as const;
    const bytes = await sharp({ create: plain }).jpeg().toBuffer();
    const { pictures } = await renderPicture(bytes, 'image/jpeg', steps);
    expect(pictures.map((one) => one.height)).toEqual(widths.map((width) => Math.round(0.667 * width)));
  });

  test('the order of the renditions does not matter, nor that two have one width', async () => {
    const { pictures } = await renderPicture(photo('rocket.jpg'), 'image/jpeg', spec.toReversed());
    expect(pictures.map((one) => [one.name, one.width, one.height])).toEqual([
      ['mail', 640, 427],
      ['small', 160, 107],
      ['medium', 640, 427],
      ['large', 640, 427],
    ]);
  });

  test('rendering twice gives the same bytes', async () => {
    const again = await renderPicture(photo('rocket.jpg'), 'image/jpeg', spec);
    const once = await renderPicture(photo('rocket.jpg'), 'image/jpeg', spec);
    expect(again).toEqual(once);
  });
});

describe('the placeholder', () => {
  test('has the proportions and the average colour of the picture', () => {
    const hash = Buffer.from(mosaic.placeholder.thumbhash, 'base64');
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(4 / 3, 0);
    const { r, g, b } = thumbHashToAverageRGBA(hash);
    const color = Buffer.from(mosaic.placeholder.color.slice(1), 'hex');
    for (const [channel, share] of [r, g, b].entries()) {
      expect(Math.abs((color[channel] ?? 0) - share * 255)).toBeLessThan(12);
    }
  });

  test('of a transparent picture counts only what is seen', async () => {
    const rgba = Buffer.alloc(32 * 32 * 4);
    for (let at = 0; at < rgba.length / 2; at += 4) rgba.set([255, 0, 0, 255], at);
    const half = await sharp(rgba, { raw: { width: 32, height: 32, channels: 4 } })
      .png()
      .toBuffer();
    const none = await sharp(Buffer.alloc(4096), { raw: { width: 32, height: 32, channels: 4 } })
      .png()
      .toBuffer();
    expect((await renderPicture(half, 'image/png', spec)).placeholder.color).toBe('#ff0000');
    expect((await renderPicture(none, 'image/png', spec)).placeholder.color).toBe('#ffffff');
  });
});
