import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { renderPicture } from '#imaging/render';

const WIDTH = 64;
const webp = { name: 'small', width: WIDTH, format: 'webp', quality: 95 } as const;
const jpeg = { name: 'mail', width: WIDTH, format: 'jpeg', quality: 95 } as const;

const coffee = readFileSync('test/fixtures/photos/coffee.png');
const photo = sharp(coffee);
/** The photo and its grey as rendered from plain sRGB, so that only the colour space can make a difference. */
const plain = await renderPicture(coffee, 'image/png', [webp, jpeg]);
const plainGrey = await renderPicture(
  await photo.clone().greyscale().toColourspace('srgb').png().toBuffer(),
  'image/png',
  [webp, jpeg],
);

async function rgbOf(data: Buffer | undefined): Promise<Buffer> {
  return await sharp(data).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

/** The mean difference of two pictures, in steps of 255. */
function difference(one: Buffer, other: Buffer): number {
  expect(one).toHaveLength(other.length);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}

// CMYK differs most: the cup's orange lies outside what its inks can print.
describe('a photo in another colour space looks as before', () => {
  test.each([
    ['16 bits a channel', 'image/png', photo.clone().toColourspace('rgb16').png(), 2.5],
    ['Display P3', 'image/jpeg', photo.clone().withIccProfile('p3').jpeg({ quality: 95 }), 4],
    ['CMYK with its profile', 'image/jpeg', photo.clone().withIccProfile('cmyk').jpeg({ quality: 95 }), 12],
    ['CMYK without one', 'image/jpeg', photo.clone().toColourspace('cmyk').jpeg({ quality: 95 }), 12],
    ['256 colours', 'image/gif', photo.clone().gif(), 4],
    ['AVIF', 'image/avif', photo.clone().avif({ quality: 80, effort: 0 }), 4],
  ] as const)('%s', async (_, contentType, encoder, tolerance) => {
    const { pictures } = await renderPicture(await encoder.toBuffer(), contentType, [webp, jpeg]);
    for (const [at, { data }] of pictures.entries()) {
      expect(await sharp(data).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 });
      const off = difference(await rgbOf(data), await rgbOf(plain.pictures[at]?.data));
      expect(off).toBeLessThan(tolerance);
    }
  });

  test('the tolerances are tight: Display P3 taken for sRGB would be told apart', async () => {
    const p3 = await photo.clone().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer();
    const mistaken = await sharp(p3, { ignoreIcc: true })
      .resize({ width: WIDTH })
      .webp({ quality: 95 })
      .toBuffer();
    const off = difference(await rgbOf(mistaken), await rgbOf(plain.pictures[0]?.data));
    expect(off).toBeGreaterThan(5);
  });

  test.each([
    ['8 bits', 'b-w'],
    ['16 bits', 'grey16'],
  ])('grey of %s stays grey', async (_, space) => {
    const bytes = await photo.clone().toColourspace(space).png().toBuffer();
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    const { pictures } = await renderPicture(bytes, 'image/png', [webp, jpeg]);
    for (const [at, { data }] of pictures.entries()) {
      expect(difference(await rgbOf(data), await rgbOf(plainGrey.pictures[at]?.data))).toBeLessThan(2);
    }
  });
});

describe('transparency', () => {
  /** Left half opaque red, right half transparent black. */
  const rgba = Buffer.alloc(96 * 96 * 4);
  for (let at = 0; at < rgba.length; at += 4) if ((at / 4) % 96 < 48) rgba.set([200, 10, 10, 255], at);
  const see = () => sharp(rgba, { raw: { width: 96, height: 96, channels: 4 } });
  const pixel = async (data: Buffer | undefined, x: number) => {
    const all = await sharp(data).ensureAlpha().raw().toBuffer();
    return [...all.subarray((32 * WIDTH + x) * 4, (32 * WIDTH + x) * 4 + 4)];
  };

  test.each([
    ['PNG', 'image/png', see().png()],
    ['PNG of 16 bits', 'image/png', see().toColourspace('rgb16').png()],
    ['grey PNG', 'image/png', see().toColourspace('b-w').png()],
    ['WebP', 'image/webp', see().webp({ lossless: true })],
    ['GIF', 'image/gif', see().gif()],
    ['AVIF', 'image/avif', see().avif({ quality: 90, effort: 0 })],
  ] as const)('of a %s stays in WebP and lies on white in JPEG', async (_, contentType, encoder) => {
    const { pictures } = await renderPicture(await encoder.toBuffer(), contentType, [webp, jpeg]);
    const [seeThrough, onWhite] = pictures;
    expect((await pixel(seeThrough?.data, 8))[3]).toBe(255);
    expect((await pixel(seeThrough?.data, 56))[3]).toBe(0);
    const white = (await pixel(onWhite?.data, 56)).every((value) => value > 245);
    expect(white).toBe(true);
    expect((await pixel(onWhite?.data, 8))[1]).toBeLessThan(110);
  });

  test('leaves no dark fringe where it begins', async () => {
    const { pictures } = await renderPicture(await see().png().toBuffer(), 'image/png', [webp]);
    for (let x = 0; x < WIDTH; x += 1) {
      const [red = 0, , , alpha = 0] = await pixel(pictures[0]?.data, x);
      if (alpha > 32) expect(red).toBeGreaterThan(150);
    }
  });
});
