import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { AcceptedType } from '#core/image';
import { decode } from '#imaging/decode';
import { CARD_SIDE, card, chunk, middles, primaries, withNclx } from '../fixtures/colour-card.ts';
import { jpegSegment, withSegments } from '../fixtures/hostile.ts';
import { profile } from '../fixtures/icc.ts';
import { openBrowser, openPage } from '../system/browser.ts';

/** What two decoders may differ by, in steps of 255. */
const TOLERANCE = 6;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await openPage(browser));
});
afterAll(async () => {
  await browser.close();
});

/** The colour in the middle of each field, as Chromium shows the picture. */
function shown(bytes: Buffer, type: AcceptedType): Promise<number[][]> {
  const url = JSON.stringify(`data:${type};base64,${bytes.toString('base64')}`);
  return page.evaluate(`(async () => {
    const picture = Object.assign(new Image(), { src: ${url} });
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight).getContext('2d');
    canvas.drawImage(picture, 0, 0);
    return ${JSON.stringify(middles)}.map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)]);
  })()`);
}

/** The same as it is decoded for rendering. */
async function decoded(bytes: Buffer, type: AcceptedType): Promise<number[][]> {
  const { data, channels } = (await decode(bytes, type, CARD_SIDE)).pixels;
  return middles.map(([x, y]) => {
    const [red = 0, green = 0, blue = 0] = data.subarray((y * CARD_SIDE + x) * channels);
    return channels < 3 ? [red, red, red] : [red, green, blue];
  });
}

async function farthest(bytes: Buffer, type: AcceptedType): Promise<number> {
  const [theirs, ours] = [await shown(bytes, type), await decoded(bytes, type)];
  return Math.max(
    ...theirs.flat().map((value, at) => Math.abs(value - (ours.flat()[at] ?? Number.POSITIVE_INFINITY))),
  );
}

const p3 = profile({ space: 'p3', gamma: 2.2 });
const statements: Record<string, Buffer[]> = {
  'an ICC profile of Display P3': [chunk.iCCP(p3)],
  'an ICC profile of Adobe RGB': [chunk.iCCP(profile({ space: 'adobe', gamma: 2.2 }))],
  'an ICC profile of ProPhoto': [chunk.iCCP(profile({ space: 'prophoto', gamma: 1.8 }))],
  'a linear ICC profile': [chunk.iCCP(profile({ space: 'srgb', gamma: 1 }))],
  'a grey ICC profile of gamma 1.8': [chunk.iCCP(profile({ space: 'grey', gamma: 1.8 }))],
  'gamma 1': [chunk.gAMA(1)],
  'gamma 1/1.8 of Display P3': [chunk.gAMA(0.55556), chunk.cHRM(primaries.p3)],
  'code points of Display P3': [chunk.cICP(12, 13)],
  'code points of BT.2020': [chunk.cICP(9, 14)],
  'code points of PQ': [chunk.cICP(9, 16)],
  'code points of HLG': [chunk.cICP(9, 18)],
};

describe.each(['grey', 'greyAlpha', 'rgb', 'rgba', 'palette'] as const)('a PNG of type %s', (type) => {
  it.each([8, 16] as const)('has the colours that Chromium shows, with %i bits a sample', async (depth) => {
    if (type === 'palette' && depth === 16) return;
    for (const [statement, chunks] of Object.entries(statements))
      for (const interlaced of [false, true]) {
        const off = await farthest(card({ type, depth, interlaced, chunks }), 'image/png');
        expect({ statement, interlaced, off, near: off <= TOLERANCE }).toMatchObject({ near: true });
      }
  });
});

describe('statements about colour in a PNG', () => {
  const gammas = [0.3, 0.43, 0.45455, 0.47, 0.5, 0.55556, 1, 2.2].flatMap((gamma) => [
    [`gamma ${gamma}`, [chunk.gAMA(gamma)]] as const,
    ...Object.entries(primaries).map(
      ([name, points]) =>
        [`gamma ${gamma} with the primaries of ${name}`, [chunk.gAMA(gamma), chunk.cHRM(points)]] as const,
    ),
  ]);
  const codes = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22, 3, 0, 255].flatMap((first) =>
    [13, 1, 4, 8].map(
      (second) => [`primaries ${first}, curve ${second}`, [chunk.cICP(first, second)]] as const,
    ),
  );
  const curves = Array.from({ length: 20 }, (_, code) => [`curve ${code}`, [chunk.cICP(1, code)]] as const);
  const precedence: [string, Buffer[]][] = [
    ['chromaticities without a gamma', [chunk.cHRM(primaries.p3)]],
    ['chromaticities of no colour space', [chunk.gAMA(1), chunk.cHRM([0, 0, 0, 0, 0, 0, 0, 0])]],
    ['sRGB over a gamma', [chunk.sRGB(), chunk.gAMA(1)]],
    ['a profile over sRGB', [chunk.iCCP(p3), chunk.sRGB()]],
    ['a profile over a gamma', [chunk.iCCP(p3), chunk.gAMA(1)]],
    ['code points over a profile', [chunk.cICP(1, 13), chunk.iCCP(p3)]],
    ['code points over sRGB', [chunk.cICP(12, 13), chunk.sRGB()]],
    ['code points over a gamma', [chunk.gAMA(1), chunk.cICP(12, 13)]],
    ['unspecified code points under a gamma', [chunk.cICP(2, 2), chunk.gAMA(1)]],
    ['code points of narrow range under a profile', [chunk.cICP(9, 13, 0, 0), chunk.iCCP(p3)]],
    ['a profile that is none under a gamma', [chunk.iCCP(Buffer.from('not a profile')), chunk.gAMA(1)]],
    ['code points in a profile', [chunk.iCCP(profile({ space: 'srgb', gamma: 2.2, cicp: [12, 13, 0, 1] }))]],
    ['PQ in a profile', [chunk.iCCP(profile({ space: 'srgb', gamma: 2.2, cicp: [9, 16, 0, 1] }))]],
  ];
  const lights = [100, 203, 400, 1000, 4000].flatMap((light) =>
    [16, 18].map(
      (curve) => [`curve ${curve} of ${light} cd/m²`, [chunk.cICP(9, curve), chunk.cLLI(light)]] as const,
    ),
  );

  it.each([
    ['a gamma and chromaticities', gammas],
    ['code points', [...codes, ...curves]],
    ['more than one statement', precedence],
    ['the brightest light of HDR', lights],
  ])('are followed as Chromium follows them: %s', async (_, cases) => {
    for (const [statement, chunks] of cases) {
      const off = await farthest(card({ chunks }), 'image/png');
      expect({ statement, off, near: off <= TOLERANCE }).toMatchObject({ near: true });
    }
  });
});

describe.each([8, 10, 12])('an AVIF of %i bits', (bitdepth) => {
  it('has the colours that Chromium shows', async () => {
    const stored = sharp(card()).toColourspace(bitdepth === 8 ? 'srgb' : 'rgb16');
    const avif = await stored.avif({ lossless: true, effort: 0, bitdepth: bitdepth as 8 }).toBuffer();
    for (const first of [1, 2, 9, 12])
      for (const curve of [1, 2, 4, 8, 13, 14, 16, 18]) {
        const off = await farthest(withNclx(avif, first, curve), 'image/avif');
        expect({ first, curve, off, near: off <= TOLERANCE }).toMatchObject({ near: true });
      }
  });
});

describe('an AVIF whose stream alone states its colours', () => {
  it('has the colours that Chromium shows', async () => {
    const avif = readFileSync('test/fixtures/colours/p3-in-stream.avif');
    expect(await farthest(avif, 'image/avif')).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('an AVIF of limited range', () => {
  it('has the colours that Chromium shows', async () => {
    const avif = readFileSync('test/fixtures/colours/limited-range.avif');
    for (const first of [1, 2, 9, 12])
      for (const curve of [13, 16, 18]) {
        const off = await farthest(withNclx(avif, first, curve, 6, false), 'image/avif');
        expect({ first, curve, off, near: off <= TOLERANCE }).toMatchObject({ near: true });
      }
  });
});

describe('a profile in a JPEG or a WebP', () => {
  const withProfile = (jpeg: Buffer, icc: Buffer) =>
    withSegments(
      jpeg,
      jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc])),
    );

  it.each([
    ['of Display P3', p3],
    ['of ProPhoto', profile({ space: 'prophoto', gamma: 1.8 })],
    ['for grey', profile({ space: 'grey', gamma: 1.8 })],
    ['with code points of HLG', profile({ space: 'srgb', gamma: 2.2, cicp: [9, 18, 0, 1] })],
    ['that is none', Buffer.from('not a profile')],
  ])('%s gives the colours that Chromium shows', async (_, icc) => {
    const jpeg = sharp(card()).jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
    expect(await farthest(withProfile(await jpeg.toBuffer(), icc), 'image/jpeg')).toBeLessThanOrEqual(
      TOLERANCE,
    );
    const grey = sharp(card({ type: 'grey' }))
      .toColourspace('b-w')
      .jpeg({ quality: 100 });
    expect(await farthest(withProfile(await grey.toBuffer(), icc), 'image/jpeg')).toBeLessThanOrEqual(
      TOLERANCE,
    );
  });

  it('of a WebP gives the colours that Chromium shows', async () => {
    const webp = await sharp(card()).withIccProfile('p3').webp({ lossless: true }).toBuffer();
    expect(await farthest(webp, 'image/webp')).toBeLessThanOrEqual(TOLERANCE);
  });
});
