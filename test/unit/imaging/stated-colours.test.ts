import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { AcceptedType, Original } from '#core/image';
import { renderPicture } from '#imaging/render';
import { card, chunk, fields, middles, primaries, withNclx } from '../../fixtures/colour-card.ts';
import { jpegSegment, pngChunk, withSegments } from '../../fixtures/hostile.ts';
import { profile } from '../../fixtures/icc.ts';

const rendition = { name: 'large', width: 640, format: 'webp', quality: 100 } as const;
type Point = readonly [number, number];

interface Rendered {
  colours: number[][];
  original: Original;
}

/** The rendered colours at some points, and what is on record. */
async function render(
  bytes: Buffer,
  type: AcceptedType,
  points: readonly Point[] = middles,
): Promise<Rendered> {
  const { pictures, original } = await renderPicture(bytes, type, [rendition]);
  const { data, info } = await sharp(pictures[0]?.data)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colours = points.map(([x, y]) => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ]);
  return { colours, original };
}

function distance(some: readonly (readonly number[])[], others: readonly (readonly number[])[]): number {
  const [one, other] = [some.flat(), others.flat()];
  expect(one).toHaveLength(other.length);
  return Math.max(...one.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN))));
}

const file = (name: string) => readFileSync(`test/fixtures/colours/${name}`);
/** The four fields of the files, which are 300 × 200. */
const quarters: Point[] = [
  [75, 50],
  [225, 50],
  [75, 150],
  [225, 150],
];
const theCard = fields.slice(0, 4);

describe('samples deeper than 8 bits with an ICC profile', () => {
  it.each(['c14-srgb-icc-16bit.png', 'c02-prophoto-icc-16bit.png'])(
    'are converted to sRGB: %s',
    async (name) => {
      const { colours, original } = await render(file(name), 'image/png', quarters);
      expect(distance(colours, theCard)).toBeLessThanOrEqual(4);
      expect(original).not.toHaveProperty('colorAccuracy');
    },
  );

  it('are converted from grey, too', async () => {
    const { colours } = await render(file('c15-grey16-gamma1.8-icc.png'), 'image/png', [[75, 50]]);
    expect(distance(colours, [[133, 133, 133]])).toBeLessThanOrEqual(3);
  });

  it('have the same colours as those of 8 bits, whatever the type', async () => {
    for (const type of ['grey', 'greyAlpha', 'rgb', 'rgba'] as const)
      for (const space of ['p3', 'adobe', 'prophoto', 'grey'] as const) {
        const chunks = [chunk.iCCP(profile({ space, gamma: 1.8 }))];
        const [deep, shallow] = [card({ type, depth: 16, chunks }), card({ type, chunks })];
        const off = distance(
          (await render(deep, 'image/png')).colours,
          (await render(shallow, 'image/png')).colours,
        );
        expect({ type, space, near: off <= 4 }).toMatchObject({ near: true });
      }
  });

  it('are converted in an AVIF of 10 and of 12 bits', async () => {
    const chunks = [chunk.iCCP(profile({ space: 'p3', gamma: 2.2 }))];
    const icc = card({ depth: 16, chunks });
    const { colours } = await render(card({ chunks }), 'image/png');
    for (const bitdepth of [10, 12] as const) {
      const kept = sharp(icc, { ignoreIcc: true }).toColourspace('rgb16').keepIccProfile();
      const avif = await kept.avif({ lossless: true, effort: 0, bitdepth }).toBuffer();
      expect(await sharp(avif).metadata()).toMatchObject({ depth: 'ushort', icc: expect.anything() });
      expect(distance((await render(avif, 'image/avif')).colours, colours)).toBeLessThanOrEqual(4);
    }
  });
});

describe('colour that is stated otherwise than by a profile', () => {
  it.each(['c03-gama-1.0-linear.png', 'c05-cicp-p3.png'])('is converted to sRGB: %s', async (name) => {
    const { colours } = await render(file(name), 'image/png', quarters);
    expect(distance(colours, theCard)).toBeLessThanOrEqual(6);
  });

  it('is converted to sRGB: c06-nclx-p3.avif', async () => {
    const { colours } = await render(file('c06-nclx-p3.avif'), 'image/avif', [[50, 10]]);
    expect(distance(colours, [[235, 20, 0]])).toBeLessThanOrEqual(6);
  });

  // sRGB's curve on linear light, by IEC 61966-2-1: 0.5 is 188.
  it.each([
    ['a gamma of 1', [chunk.gAMA(1)], 8, [188, 188, 188]],
    ['a gamma of 1/1.8', [chunk.gAMA(0.55556)], 8, [146, 146, 146]],
    ['a gamma of 1/2.2, which stands for sRGB', [chunk.gAMA(0.45455)], 5, [10, 10, 10]],
    ['a gamma of 1/2.2 with chromaticities', [chunk.gAMA(0.45455), chunk.cHRM(primaries.srgb)], 5, [3, 3, 3]],
    ['sRGB, over a gamma', [chunk.gAMA(1), chunk.sRGB()], 8, [128, 128, 128]],
    ['code points of a linear curve, over sRGB', [chunk.cICP(1, 8), chunk.sRGB()], 8, [188, 188, 188]],
    [
      'a gamma of 1/2.2 with the chromaticities of Display P3',
      [chunk.gAMA(0.45455), chunk.cHRM(primaries.p3)],
      14,
      [248, 199, 167],
    ],
    ['Display P3', [chunk.cICP(12, 13)], 0, [240, 0, 21]],
    ['BT.2020 with the curve of sRGB', [chunk.cICP(9, 13)], 14, [255, 194, 165]],
    [
      'sRGB in code points, over a profile',
      [chunk.cICP(1, 13), chunk.iCCP(profile({ space: 'p3', gamma: 1 }))],
      8,
      [128, 128, 128],
    ],
  ] as const)('is %s', async (_, chunks, field, colour) => {
    for (const depth of [8, 16] as const) {
      const { colours, original } = await render(card({ depth, chunks }), 'image/png');
      expect(distance([colours[field] ?? []], [colour])).toBeLessThanOrEqual(3);
      expect(original).not.toHaveProperty('dynamicRange');
      expect(original).not.toHaveProperty('colorAccuracy');
    }
  });

  it('is Display P3 that only the AV1 stream states: p3-in-stream.avif', async () => {
    const { colours } = await render(file('p3-in-stream.avif'), 'image/avif');
    expect(distance(colours.slice(0, 1), [[240, 0, 21]])).toBeLessThanOrEqual(4);
  });

  it('is limited range: limited-range.avif', async () => {
    const { colours, original } = await render(file('limited-range.avif'), 'image/avif');
    expect(distance(colours, fields)).toBeLessThanOrEqual(4);
    expect(original).not.toHaveProperty('colorAccuracy');
  });
});

describe('HDR', () => {
  const pq = chunk.cICP(9, 16);
  const avif = sharp(card())
    .toColourspace('rgb16')
    .avif({ lossless: true, effort: 0, bitdepth: 10 as 8 });
  const inProfile = profile({ space: 'srgb', gamma: 2.2, cicp: [9, 18, 0, 1] });
  const inSegment = jpegSegment(
    0xe2,
    Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), inProfile]),
  );
  const jpeg = sharp(card()).jpeg({ quality: 100, chromaSubsampling: '4:4:4' });

  it.each([
    ['PQ in a PNG', async () => card({ chunks: [pq] }), 'image/png'],
    ['HLG in a PNG of 16 bits', async () => card({ depth: 16, chunks: [chunk.cICP(9, 18)] }), 'image/png'],
    ['PQ in an AVIF of 10 bits', async () => withNclx(await avif.toBuffer(), 9, 16), 'image/avif'],
    ['HLG in an AVIF of 10 bits', async () => withNclx(await avif.toBuffer(), 9, 18), 'image/avif'],
    [
      'HLG in the profile of a JPEG',
      async () => withSegments(await jpeg.toBuffer(), inSegment),
      'image/jpeg',
    ],
  ] as const)('is mapped down and said: %s', async (_, bytes, type) => {
    const { colours, original } = await render(await bytes(), type);
    expect(original).toMatchObject({ dynamicRange: 'hdr' });
    // Black stays black, white is white, grey is grey and in order, and red, green and blue are vivid.
    const greys = colours.slice(4, 11).map(([red = 0, green = 0, blue = 0]) => {
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(3);
      return green;
    });
    expect(greys).toEqual(greys.toSorted((a, b) => a - b));
    expect(greys[0]).toBeLessThanOrEqual(2);
    expect(greys[6]).toBeGreaterThanOrEqual(252);
    for (const channel of [0, 1, 2]) {
      const vivid = colours[11 + channel] ?? [];
      expect(vivid[channel]).toBeGreaterThanOrEqual(240);
      expect(Math.min(...vivid)).toBeLessThanOrEqual(5);
    }
  });

  it('shows white of 203 cd/m² as it is where nothing is brighter, and makes room above it where something is', async () => {
    // PQ's code for 203 cd/m² is 0.58 (ITU-R BT.2408); 148 of 255.
    const grey = card({ chunks: [pq, chunk.cLLI(203)] });
    const brighter = card({ chunks: [pq, chunk.cLLI(1000)] });
    const at = async (bytes: Buffer) => (await render(bytes, 'image/png')).colours[9]?.[1] ?? 0;
    expect(await at(grey)).toBe(255);
    expect((await render(grey, 'image/png')).colours[8]?.[1]).toBeGreaterThan(
      (await render(brighter, 'image/png')).colours[8]?.[1] ?? 255,
    );
  });

  it('is not said of other pictures', async () => {
    expect((await render(card(), 'image/png')).original).not.toHaveProperty('dynamicRange');
    expect((await render(card({ chunks: [chunk.cICP(9, 14)] }), 'image/png')).original).not.toHaveProperty(
      'dynamicRange',
    );
  });
});

describe('what a file says of its colours and cannot be followed', () => {
  const jpeg = sharp(card()).jpeg();
  const withProfile = async (icc: Buffer) =>
    withSegments(
      await jpeg.toBuffer(),
      jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc])),
    );
  const avif = async () => await sharp(card()).avif({ lossless: true, effort: 0 }).toBuffer();

  it.each([
    ['code points of narrow range', async () => card({ chunks: [chunk.cICP(9, 13, 0, 0)] }), 'image/png'],
    ['code points with a matrix', async () => card({ chunks: [chunk.cICP(9, 13, 9)] }), 'image/png'],
    ['unknown code points', async () => card({ chunks: [chunk.cICP(99, 13)] }), 'image/png'],
    [
      'chromaticities of no space',
      async () => card({ chunks: [chunk.gAMA(1), chunk.cHRM([0, 0, 0, 0, 0, 0, 0, 0])] }),
      'image/png',
    ],
    ['a profile that is none', async () => card({ chunks: [chunk.iCCP(Buffer.from('none'))] }), 'image/png'],
    [
      'a grey profile of colours',
      async () => card({ chunks: [chunk.iCCP(profile({ space: 'grey', gamma: 1 }))] }),
      'image/png',
    ],
    ['a profile that is none in a JPEG', async () => await withProfile(Buffer.alloc(200)), 'image/jpeg'],
    [
      'a grey profile of colours in a JPEG',
      async () => await withProfile(profile({ space: 'grey', gamma: 1 })),
      'image/jpeg',
    ],
    ['a logarithmic curve', async () => withNclx(await avif(), 1, 9), 'image/avif'],
    ['an unknown matrix', async () => withNclx(await avif(), 12, 13, 3), 'image/avif'],
  ] as const)('is said: %s', async (_, bytes, type) => {
    const { original } = await render(await bytes(), type);
    expect(original).toMatchObject({ colorAccuracy: 'approximate' });
  });

  it('costs no picture where the chunk is cut short', async () => {
    for (const statement of [chunk.cICP(9, 16), chunk.gAMA(1), chunk.cHRM(primaries.p3), chunk.cLLI(100)]) {
      const type = statement.toString('latin1', 4, 8);
      const chunks = [chunk.cICP(9, 16), pngChunk(type, statement.subarray(8, 10))];
      const { colours } = await render(
        card({ chunks: type === 'cICP' ? chunks.slice(1) : chunks }),
        'image/png',
      );
      expect(colours).toHaveLength(fields.length);
    }
  });
});
