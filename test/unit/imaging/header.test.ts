import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Inspection, inspectHeader } from '#imaging/header';
import {
  box,
  heifOf,
  jpegClaiming,
  jpegSegment,
  picture,
  png,
  pngClaiming,
  withSegments,
} from '../../fixtures/hostile.ts';

const whole = (bytes: Uint8Array): Inspection => inspectHeader(bytes, bytes.length);
const text = (content: string) => Buffer.from(content, 'latin1');
const code = (bytes: Uint8Array) => {
  const found = whole(bytes);
  return found.verdict === 'refused' ? found.code : found.verdict;
};

const jpeg = await picture(60, 40).jpeg().toBuffer();
const valid = {
  'image/jpeg': jpeg,
  'image/png': await picture(60, 40).png().toBuffer(),
  'image/webp': await picture(60, 40).webp().toBuffer(),
  'image/gif': await picture(60, 40).gif().toBuffer(),
  'image/avif': await picture(60, 40).avif({ effort: 0 }).toBuffer(),
};
const alpha = picture(60, 40).ensureAlpha(0.5);
const moreValid = {
  'a progressive JPEG': await picture(60, 40).jpeg({ progressive: true }).toBuffer(),
  'a lossless WebP': await picture(60, 40).webp({ lossless: true }).toBuffer(),
  'a WebP with alpha': await alpha.clone().webp().toBuffer(),
  'an AVIF with alpha': await alpha.clone().avif({ effort: 0 }).toBuffer(),
  'a JPEG with fill bytes before a marker': Buffer.concat([
    jpeg.subarray(0, 2),
    text('\xff\xff\xff'),
    jpeg.subarray(2),
  ]),
};

describe('a picture of an accepted type', () => {
  test.each(Object.entries(valid))('%s is told from its bytes, with its size', (contentType, bytes) => {
    expect(whole(bytes)).toEqual({ verdict: 'accepted', contentType, width: 60, height: 40 });
  });

  test.each(Object.entries(moreValid))('%s is read too', (_, bytes) => {
    expect(whole(bytes)).toMatchObject({ verdict: 'accepted', width: 60, height: 40 });
  });

  test('a rotated photo reports its size as stored', () => {
    const bytes = readFileSync('test/fixtures/photos/rotated-with-gps.jpg');
    expect(inspectHeader(bytes.subarray(0, 65_536), bytes.length)).toMatchObject({
      width: 1200,
      height: 900,
    });
  });

  test('a JPEG frame is found past 300 KB of EXIF and ICC, and not in the thumbnail inside the EXIF', async () => {
    const thumbnail = Buffer.concat([text('Exif\0\0'), await picture(16, 12).jpeg().toBuffer()]);
    const icc = Array.from({ length: 5 }, () => jpegSegment(0xe2, Buffer.alloc(65_000, 0xff)));
    expect(whole(withSegments(jpeg, jpegSegment(0xe1, thumbnail), ...icc))).toMatchObject({
      width: 60,
      height: 40,
    });
  });

  test('an AVIF whose header comes after its data is read', () => {
    const avif = valid['image/avif'];
    const ftyp = avif.subarray(0, avif.readUInt32BE(0));
    const late = Buffer.concat([ftyp, box('mdat', Buffer.alloc(5000)), avif.subarray(ftyp.length)]);
    expect(whole(late)).toMatchObject({ verdict: 'accepted', width: 60, height: 40 });
    expect(inspectHeader(late.subarray(0, 4000), late.length)).toEqual({ verdict: 'more' });
  });

  test('an AVIF made of tiles reports the size of the whole', () => {
    const ispe = (width: number, height: number) => {
      const data = Buffer.alloc(12);
      data.writeUInt32BE(width, 4);
      data.writeUInt32BE(height, 8);
      return box('ispe', data);
    };
    const ipco = box('ipco', ispe(512, 512), ispe(4000, 3000), ispe(160, 120));
    const meta = box('meta', Buffer.alloc(4), box('iprp', ipco));
    expect(whole(Buffer.concat([heifOf('avif', 'mif1'), meta]))).toMatchObject({ width: 4000, height: 3000 });
  });

  test('an AVIF box without length goes on to the end', () => {
    const avif = Buffer.from(valid['image/avif']);
    const meta = avif.indexOf('meta') - 4;
    avif.writeUInt32BE(0, meta);
    expect(whole(avif)).toMatchObject({ verdict: 'accepted', width: 60, height: 40 });
  });

  test('an AVIF that gives mif1 as its main brand is an AVIF', () => {
    const copy = Buffer.from(valid['image/avif']);
    copy.write('mif1', 8, 'latin1');
    expect(whole(copy)).toMatchObject({ verdict: 'accepted', contentType: 'image/avif' });
  });
});

const refused: Record<string, [Uint8Array, string]> = {
  'no bytes': [Buffer.alloc(0), 'empty-file'],
  'one byte': [text('x'), 'not-an-image'],
  text: [text('hello, this is a picture'), 'not-an-image'],
  HTML: [text('<!DOCTYPE html><html><body><svg></svg></body></html>'), 'not-an-image'],
  PDF: [text('%PDF-1.7\n1 0 obj'), 'not-an-image'],
  MVG: [text('push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 "https://x/"'), 'not-an-image'],
  BMP: [text('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0'), 'not-an-image'],
  'an MP4': [heifOf('isom', 'iso2', 'mp41'), 'not-an-image'],
  'a RIFF that is sound': [text('RIFF\x24\0\0\0WAVEfmt '), 'not-an-image'],
  HEIC: [heifOf('heic', 'mif1', 'heic'), 'heic-not-supported'],
  'HEIC of ten bits': [heifOf('heix', 'mif1'), 'heic-not-supported'],
  'HEIC that says mif1': [heifOf('mif1', 'heic'), 'heic-not-supported'],
  'HEIC that lists avif': [heifOf('heic', 'avif'), 'heic-not-supported'],
  SVG: [text('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'), 'svg-not-supported'],
  'SVG of 60,000 pixels': [text('<svg width="60000" height="60000"></svg>'), 'svg-not-supported'],
  'SVG after a BOM, white space, prolog and comment': [
    text('\xef\xbb\xbf \n<?xml version="1.0"?>\n<!-- <html> -->\n<svg>'),
    'svg-not-supported',
  ],
  'SVG with entities': [
    text(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><svg>&a;',
    ),
    'svg-not-supported',
  ],
  'SVG whose doctype never ends': [text('<!DOCTYPE svg [<!ENTITY a "b">'), 'svg-not-supported'],
  'SVG with a prefix': [text('<s:svg xmlns:s="http://www.w3.org/2000/svg">'), 'svg-not-supported'],
  'SVG in UTF-16': [Buffer.from('\ufeff<svg width="1"/>', 'utf16le'), 'svg-not-supported'],
  TIFF: [text('II*\0\x08\0\0\0'), 'tiff-not-supported'],
  'big-endian TIFF': [text('MM\0*\0\0\0\x08'), 'tiff-not-supported'],
  BigTIFF: [text('II+\0\x08\0\0\0'), 'tiff-not-supported'],
  'the first two bytes of a JPEG': [jpeg.subarray(0, 2), 'truncated'],
  'the first three bytes of a JPEG': [jpeg.subarray(0, 3), 'truncated'],
  'a PNG signature': [valid['image/png'].subarray(0, 8), 'truncated'],
  'a GIF signature': [text('GIF89a'), 'truncated'],
  'a WebP signature': [valid['image/webp'].subarray(0, 12), 'truncated'],
  'an AVIF signature': [heifOf('avif', 'mif1'), 'truncated'],
  'a JPEG cut in its header': [jpeg.subarray(0, 30), 'truncated'],
  'a PNG cut in its header': [valid['image/png'].subarray(0, 20), 'truncated'],
  'a WebP cut in its header': [valid['image/webp'].subarray(0, 27), 'truncated'],
  'an AVIF cut in its header': [valid['image/avif'].subarray(0, 100), 'truncated'],
  'half a WebP': [valid['image/webp'].subarray(0, valid['image/webp'].length >> 1), 'truncated'],
  'a GIF of another version': [text('GIF88a\x10\0\x10\0'), 'corrupt'],
  'a JPEG that ends at once': [text('\xff\xd8\xff\xd9'), 'corrupt'],
  'a JPEG segment without length': [text(`\xff\xd8\xff\xe0\0\0${'\0'.repeat(99)}`), 'corrupt'],
  'an AVIF box of 64-bit length 0': [
    Buffer.concat([heifOf('avif'), text('\0\0\0\x01free'), Buffer.alloc(64)]),
    'corrupt',
  ],
  'a PNG whose line ends were converted': [text(`\x89PNG\n\x1a\n${'\0'.repeat(40)}`), 'corrupt'],
  'a PNG 0 pixels wide': [pngClaiming(0, 10), 'zero-dimensions'],
  'a JPEG 0 pixels high': [jpegClaiming(jpeg, 60, 0), 'zero-dimensions'],
  'a PNG of 2³¹ pixels a side': [pngClaiming(2 ** 31, 2 ** 31), 'too-many-pixels'],
  'a tiny PNG of 100,000²': [pngClaiming(100_000, 100_000), 'too-many-pixels'],
  'a tiny PNG of 30,000²': [pngClaiming(30_000, 30_000), 'too-many-pixels'],
  'a tiny PNG of 16,383²': [pngClaiming(16_383, 16_383), 'too-many-pixels'],
  'a JPEG of 65,535²': [jpegClaiming(jpeg, 65_535, 65_535), 'too-many-pixels'],
  'a PNG 1 × 60,000': [png(1, 60_000), 'side-too-long'],
  'a PNG 60,000 × 1': [png(60_000, 1), 'side-too-long'],
  'a PNG 16,384 pixels wide': [pngClaiming(16_384, 1), 'side-too-long'],
};

describe('what is no picture for us', () => {
  test.each(Object.entries(refused))('%s is refused', (_, [bytes, expected]) => {
    expect(code(bytes)).toBe(expected);
  });

  test.each([
    [16_383, 1],
    [10_000, 10_000],
    [1, 1],
  ])('%i × %i is at the limit and accepted', (width, height) => {
    expect(whole(pngClaiming(width, height))).toMatchObject({ verdict: 'accepted', width, height });
  });
});
