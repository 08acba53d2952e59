import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { AcceptedType } from '#core/image';
import {
  jpegClaiming,
  jpegSegment,
  picture,
  png,
  pngChunk,
  scribbled,
  withSegments,
} from '../../fixtures/hostile.ts';
import { outcome } from './outcome.ts';

const valid: Record<string, [AcceptedType, Buffer]> = {
  'a JPEG': ['image/jpeg', await picture().jpeg().toBuffer()],
  'a progressive JPEG': ['image/jpeg', await picture().jpeg({ progressive: true }).toBuffer()],
  'a PNG': ['image/png', await picture().png().toBuffer()],
  'an interlaced PNG': ['image/png', await picture().png({ progressive: true }).toBuffer()],
  'a WebP': ['image/webp', await picture().webp().toBuffer()],
  'a lossless WebP': ['image/webp', await picture().webp({ lossless: true }).toBuffer()],
  'a GIF': ['image/gif', await picture().gif().toBuffer()],
  'an AVIF': ['image/avif', await picture().avif({ effort: 0 }).toBuffer()],
};
const jpeg = await picture().jpeg().toBuffer();

describe.each(Object.entries(valid))('%s', (name, [contentType, bytes]) => {
  test('is rendered when whole', async () => {
    expect(await outcome(bytes, contentType)).toBe('rendered');
  });

  test('is refused as truncated when half of it is missing', async () => {
    expect(await outcome(bytes.subarray(0, bytes.length >> 1), contentType)).toBe('truncated');
  });

  test('is refused as truncated when its last 10 bytes are missing', async () => {
    expect(await outcome(bytes.subarray(0, -10), contentType)).toBe('truncated');
  });

  // WebP holds no redundancy, and a JPEG little: changed bytes are mostly other pixels.
  if (!/WebP|a JPEG/.test(name)) {
    test('is refused as corrupt when bytes in its middle are damaged', async () => {
      expect(await outcome(scribbled(bytes), contentType)).toMatch(/corrupt|truncated/);
    });
  }
});

/** A GIF whose screen is small and whose frame is not; decoders take the larger. */
const wideGif = await picture(20_000, 2).gif().toBuffer();
wideGif.writeUInt16LE(10, 6);

/** A WebP with alpha whose canvas is not its frame's size. */
const odd = await picture().ensureAlpha(0.5).webp().toBuffer();
odd.writeUInt16LE(9, 24);

/** A PNG with one bit of a named chunk changed, at an offset from the chunk's type. */
function bitFlipped(chunk: string, offset: number): Buffer {
  const bytes = png(40, 40);
  const at = bytes.indexOf(chunk, 'latin1') + offset;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

const more: Record<string, [AcceptedType, Buffer, string]> = {
  'a PNG with a bad checksum in its header': ['image/png', bitFlipped('IHDR', 17), 'corrupt'],
  'a PNG with a bad checksum at its end': ['image/png', bitFlipped('IEND', 4), 'corrupt'],
  'a PNG with damaged pixels': ['image/png', bitFlipped('IDAT', 12), 'corrupt'],
  'a PNG whose rows are too few': ['image/png', png(40, 40, { rows: Buffer.alloc(500) }), 'corrupt'],
  'a PNG without its last chunk': ['image/png', png(40, 40).subarray(0, -12), 'truncated'],
  'a PNG that claims 16,383²': [
    'image/png',
    png(16_383, 16_383, { rows: Buffer.alloc(9) }),
    'too-many-pixels',
  ],
  'a PNG 1 × 60,000': ['image/png', png(1, 60_000), 'side-too-long'],
  'a JPEG that claims more rows than it has': ['image/jpeg', jpegClaiming(jpeg, 120, 5000), 'corrupt'],
  'a GIF with a frame wider than it says': ['image/gif', wideGif, 'side-too-long'],
  'a WebP that contradicts itself': ['image/webp', odd, 'corrupt'],
  'a text called JPEG': ['image/jpeg', Buffer.from('not a picture'), 'not-an-image'],
  'an SVG called JPEG': [
    'image/jpeg',
    Buffer.from('<svg width="60000" height="60000"/>'),
    'svg-not-supported',
  ],
  'a PNG that was found to be a JPEG before': ['image/jpeg', png(4, 4), 'corrupt'],
  'no bytes': ['image/jpeg', Buffer.alloc(0), 'empty-file'],
};

test('a JPEG whose data holds fewer blocks than it says is refused as corrupt', async () => {
  const emptied = Buffer.from(jpeg).fill(0, jpeg.length >> 1, jpeg.length - 2);
  expect(await outcome(emptied, 'image/jpeg')).toBe('corrupt');
});

test.each(Object.entries(more))('%s is refused', async (_, [contentType, bytes, expected]) => {
  expect(await outcome(bytes, contentType)).toBe(expected);
});

test('stray bytes between JPEG segments, as some cameras leave, are forgiven', async () => {
  const stray = withSegments(jpeg, jpegSegment(0xfe, Buffer.from('comment')), Buffer.from([0, 1, 2, 3]));
  expect(await outcome(stray, 'image/jpeg')).toBe('rendered');
});

test('a PNG text chunk with a bad checksum is forgiven, since it is not needed', async () => {
  const chunk = pngChunk('tEXt', Buffer.from('Comment\0hello'));
  chunk[chunk.length - 1] = (chunk[chunk.length - 1] ?? 0) ^ 1;
  expect(await outcome(png(4, 4, { extra: [chunk] }), 'image/png')).toBe('rendered');
});

test('the decoders of other formats are switched off', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const tiff = await picture().tiff().toBuffer();
  await expect(sharp(svg).toBuffer()).rejects.toThrow('unsupported image format');
  await expect(sharp(tiff).toBuffer()).rejects.toThrow('unsupported image format');
  await expect(sharp('test/fixtures/photos/rocket.jpg').toBuffer()).rejects.toThrow();
});
