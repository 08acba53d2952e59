import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import exifr from 'exifr';
import sharp from 'sharp';
import type { AcceptedType } from '#core/image';
import { tidyPng } from '#imaging/png';
import { renderPicture } from '#imaging/render';
import {
  animation,
  jpegSegment,
  longGif,
  pattern,
  picture,
  png,
  pngChunk,
  textBomb,
  withSegments,
} from '../../fixtures/hostile.ts';

const spec = [
  { name: 'large', width: 400, format: 'webp', quality: 80 },
  { name: 'mail', width: 200, format: 'jpeg', quality: 80 },
] as const;
const render = (bytes: Buffer, contentType: AcceptedType) => renderPicture(bytes, contentType, [...spec]);
const sizes = async (bytes: Buffer, contentType: AcceptedType) =>
  (await render(bytes, contentType)).pictures.map((one) => [one.width, one.height]);

describe('large and small', () => {
  test('100 megapixels are rendered', async () => {
    expect(await sizes(png(10_000, 10_000), 'image/png')).toEqual([
      [400, 400],
      [200, 200],
    ]);
  });

  test('a single pixel is rendered and not enlarged', async () => {
    const { pictures, placeholder, original } = await render(png(1, 1), 'image/png');
    expect(pictures.map((one) => [one.width, one.height])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(original).toMatchObject({ width: 1, height: 1 });
    expect(placeholder.color).toBe('#000000');
  });

  test.each([
    [16_383, 1],
    [1, 16_383],
  ])('%i × %i keeps at least one pixel a side', async (width, height) => {
    const { pictures } = await render(png(width, height), 'image/png');
    const [large] = pictures;
    expect(large).toMatchObject({ width: Math.min(width, 400), height });
  });
});

describe('animations', () => {
  test('a GIF of 1,500 frames gives its first frame alone', async () => {
    const bytes = await longGif(1500, 24, 16);
    expect((await sharp(bytes).metadata()).pages).toBe(1500);
    const { pictures, original } = await render(bytes, 'image/gif');
    expect(original).toMatchObject({ width: 24, height: 16 });
    expect(await distance(pictures[0]?.data, pattern(24, 16))).toBeLessThan(10);
  });

  test('a WebP of 300 frames gives its first frame alone', async () => {
    const bytes = await animation(300, 24, 16).webp({ effort: 0 }).toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(300);
    const { pictures, original } = await render(bytes, 'image/webp');
    expect(original).toMatchObject({ width: 24, height: 16 });
    expect(await distance(pictures[0]?.data, pattern(24, 16))).toBeLessThan(10);
  });
});

/** The mean difference of a picture from RGB pixels. */
async function distance(data: Buffer | undefined, rgb: Buffer): Promise<number> {
  const pixels = await sharp(data).removeAlpha().raw().toBuffer();
  return pixels.reduce((sum, value, at) => sum + Math.abs(value - (rgb[at] ?? 0)), 0) / pixels.length;
}

describe('what comes along with a picture', () => {
  const tail = Buffer.from('PK\x03\x04 evil.zip <?php system($_GET["c"]); ?>');

  test.each([
    ['image/jpeg', 'jpeg'],
    ['image/png', 'png'],
    ['image/webp', 'webp'],
    ['image/gif', 'gif'],
    ['image/avif', 'avif'],
  ] as const)('a ZIP or PHP tail on %s is gone from the thumbnails', async (contentType, format) => {
    const bytes = Buffer.concat([await picture().toFormat(format).toBuffer(), tail]);
    const { pictures } = await render(bytes, contentType);
    expect(pictures).toHaveLength(2);
    for (const { data } of pictures) expect(data.includes('<?php')).toBe(false);
  });

  test('a PNG whose text inflates to 2 GB comes to its decoder without that text', async () => {
    const bomb = textBomb(20);
    const bytes = png(40, 40, { extra: Array.from({ length: 100 }, () => bomb) });
    expect(tidyPng(bytes).equals(png(40, 40))).toBe(true);
    expect(await sizes(bytes, 'image/png')).toContainEqual([40, 40]);
  });

  test('thousands of PNG text chunks are passed over', async () => {
    const extra = Array.from({ length: 20_000 }, () => pngChunk('tEXt', Buffer.from('a\0b')));
    expect(await sizes(png(40, 40, { extra }), 'image/png')).toContainEqual([40, 40]);
  });

  test('a garbage ICC profile does not spoil a JPEG or a PNG', async () => {
    const profile = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), Buffer.alloc(600, 9)]);
    const jpeg = withSegments(await picture().jpeg().toBuffer(), jpegSegment(0xe2, profile));
    const garbled = png(40, 40, { extra: [pngChunk('iCCP', Buffer.from('x\0\0garbage'))] });
    expect(await sizes(jpeg, 'image/jpeg')).toContainEqual([120, 80]);
    expect(await sizes(garbled, 'image/png')).toContainEqual([40, 40]);
  });

  test('position, EXIF, XMP and profiles are gone from every thumbnail', async () => {
    const bytes = readFileSync('test/fixtures/photos/rotated-with-gps.jpg');
    expect(await exifr.gps(bytes)).toMatchObject({ latitude: expect.any(Number) });
    const { pictures, original } = await render(bytes, 'image/jpeg');
    expect(JSON.stringify(original)).not.toMatch(/gps|latitude/i);
    for (const { data, contentType } of pictures) {
      const metadata = await sharp(data).metadata();
      for (const block of ['exif', 'xmp', 'iptc', 'icc', 'orientation'] as const) {
        expect(metadata[block]).toBeUndefined();
      }
      if (contentType === 'image/jpeg') expect(await exifr.gps(data)).toBeUndefined();
      expect(data.includes('Exif')).toBe(false);
    }
  });
});
