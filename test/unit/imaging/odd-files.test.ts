import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { AcceptedType } from '#core/image';
import { tidyPng } from '#imaging/png';
import { renderPicture } from '#imaging/render';
import { tidyWebp } from '#imaging/webp';
import { animation, box, heifOf, picture, png, pngChunk } from '../../fixtures/hostile.ts';
import { checked, outcome } from './outcome.ts';

const odd = (name: string) => readFileSync(`test/fixtures/odd/${name}`);

/** The mean of each channel, alpha as well, of what is rendered. */
async function means(bytes: Buffer, contentType: AcceptedType): Promise<number[]> {
  const large = { name: 'large', width: 1600, format: 'webp', quality: 90 } as const;
  const { pictures } = await renderPicture(bytes, contentType, [large]);
  return (await sharp(pictures[0]?.data).ensureAlpha().stats()).channels.map(({ mean }) => mean);
}

/** The chunk with a checksum that is wrong by a bit. */
function miscounted(type: string, data: Buffer): Buffer {
  const chunk = pngChunk(type, data);
  chunk.writeUInt8(chunk.readUInt8(chunk.length - 1) ^ 1, chunk.length - 1);
  return chunk;
}

const xmp = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>', 'latin1');
const ancillary: Record<string, Buffer> = {
  tRNS: Buffer.from([0, 0]),
  gAMA: Buffer.from('0000b18f', 'hex'),
  cHRM: Buffer.alloc(32),
  sRGB: Buffer.from([0]),
  iCCP: Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(200))]),
  cICP: Buffer.from([9, 16, 0, 1]),
  eXIf: Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex'),
  iTXt: xmp,
  tEXt: Buffer.from('Comment\0hello'),
  pHYs: Buffer.alloc(9),
};

describe('a chunk of a PNG that drawing does not need', () => {
  test.each(Object.entries(ancillary))('%s is dropped where its checksum is wrong', async (type, data) => {
    const bytes = png(40, 20, { extra: [miscounted(type, data)] });
    expect(tidyPng(bytes).equals(png(40, 20))).toBe(true);
    expect(await outcome(bytes, 'image/png')).toBe('rendered');
  });

  test('is kept once, where it comes often', async () => {
    const gamma = pngChunk('gAMA', Buffer.from('0000b18f', 'hex'));
    const many = png(40, 20, { extra: Array<Buffer>(1000).fill(gamma) });
    expect(tidyPng(many).equals(png(40, 20, { extra: [gamma] }))).toBe(true);
  });

  test('is dropped wherever it stands, and the others stay', () => {
    const [good, bad] = [pngChunk('sRGB', Buffer.from([0])), miscounted('eXIf', Buffer.from('MM'))];
    const kept = png(40, 20, { extra: [good] });
    expect(tidyPng(png(40, 20, { extra: [bad, good, bad] })).equals(kept)).toBe(true);
    const late = Buffer.concat([kept.subarray(0, -12), bad, kept.subarray(-12)]);
    expect(tidyPng(late).equals(kept)).toBe(true);
  });

  test.each(Object.keys(ancillary))('%s that holds nonsense does not cost the picture', async (type) => {
    for (const data of [Buffer.alloc(0), Buffer.from([7]), Buffer.alloc(300, 9)]) {
      expect(await outcome(png(40, 20, { extra: [pngChunk(type, data)] }), 'image/png')).toBe('rendered');
    }
  });

  test('and whose compressed data is cut or garbled is passed over', async () => {
    const profile = deflateSync(Buffer.alloc(500, 3));
    const start = Buffer.from('x\0\0');
    const cut = pngChunk('iCCP', Buffer.concat([start, profile.subarray(0, -6)]));
    const garbled = pngChunk('iCCP', Buffer.concat([start, Buffer.alloc(60, 0x55)]));
    for (const chunk of [cut, garbled]) {
      expect(await outcome(png(40, 20, { extra: [chunk] }), 'image/png')).toBe('rendered');
    }
  });

  test.each(['bad-crc-iccp.png', 'bad-crc-xmp.png'])('%s is rendered without it', async (name) => {
    expect(await outcome(odd(name), 'image/png', 1600)).toBe('rendered');
  });
});

test.each(['IHDR', 'IDAT', 'IEND'])(
  'a PNG is damaged where the checksum of its %s is wrong',
  async (type) => {
    const bytes = png(40, 20);
    const at = bytes.indexOf(type, 'latin1') + 4 + bytes.readUInt32BE(bytes.indexOf(type, 'latin1') - 4);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(await outcome(bytes, 'image/png')).toBe('corrupt');
  },
);

test('a PNG is damaged where the checksum of its palette is wrong', async () => {
  const bytes = await picture().png({ palette: true }).toBuffer();
  const at = bytes.indexOf('PLTE', 'latin1') + 6;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  expect(await outcome(bytes, 'image/png')).toBe('corrupt');
});

test('a PNG that Xcode made for a phone is of a kind that is not supported', () => {
  const bytes = png(40, 20);
  const made = Buffer.concat([bytes.subarray(0, 8), pngChunk('CgBI', Buffer.alloc(4)), bytes.subarray(8)]);
  expect(checked(made)).toBe('kind-not-supported');
});

describe('an AVIF', () => {
  test('that is an animation shows its first frame', async () => {
    const bytes = odd('avis-8bpc.avif');
    expect(checked(bytes)).toBe('image/avif');
    // Its five frames are black, blue, green, red and yellow.
    expect((await means(bytes, 'image/avif')).slice(0, 3)).toEqual([0, 0, 0]);
  });

  test.each(['avis', 'mif1', 'miaf', 'MA1B', 'iso8'])('whose main brand is %s is rendered', async (brand) => {
    const bytes = await picture().avif({ effort: 0 }).toBuffer();
    bytes.write(brand, 8, 'latin1');
    expect(checked(bytes)).toBe('image/avif');
    expect(await outcome(bytes, 'image/avif')).toBe('rendered');
  });

  test('that holds a sequence and no still picture is of a kind that is not supported', () => {
    expect(checked(Buffer.concat([heifOf('avis', 'msf1', 'iso8'), Buffer.alloc(40)]))).toBe(
      'kind-not-supported',
    );
  });

  test('whose picture is coded otherwise than in AV1 is of a kind that is not supported', async () => {
    const bytes = await picture().avif({ effort: 0 }).toBuffer();
    const type = bytes.indexOf('av01', bytes.indexOf('infe', 'latin1'), 'latin1');
    for (const coding of ['unci', 'jpeg']) {
      bytes.write(coding, type, 'latin1');
      expect([coding, await outcome(bytes, 'image/avif')]).toEqual([coding, 'kind-not-supported']);
    }
  });
});

test('an AVIF that has more boxes or takes more memory than its decoder allows is too complex', async () => {
  const bytes = await picture().avif({ effort: 0 }).toBuffer();
  const extra = Buffer.alloc(12 * 200, box('free', Buffer.alloc(4)));
  const meta = bytes.indexOf('meta', 'latin1') - 4;
  const end = meta + bytes.readUInt32BE(meta);
  bytes.writeUInt32BE(end - meta + extra.length, meta);
  const many = Buffer.concat([bytes.subarray(0, end), extra, bytes.subarray(end)]);
  expect(await outcome(many, 'image/avif')).toBe('too-complex');
});

describe('a WebP', () => {
  test('that is an animation comes to its decoder with one frame', async () => {
    const bytes = await animation(9, 24, 16).webp({ effort: 0 }).toBuffer();
    const metadata = await sharp(tidyWebp(bytes)).metadata();
    expect(metadata).toMatchObject({ pages: 1, width: 24, height: 16 });
  });

  test('keeps its profile and its captions, and loses what is repeated or unknown', async () => {
    const whole = await picture()
      .webp()
      .keepIccProfile()
      .withExif({ IFD0: { Artist: 'Ann' } })
      .toBuffer();
    const chunk = Buffer.from('junk\x04\0\0\0junk', 'latin1');
    const exif = whole.subarray(whole.indexOf('EXIF', 'latin1'));
    const bytes = Buffer.concat([whole, chunk, exif, chunk]);
    bytes.writeUInt32LE(bytes.length - 8, 4);
    expect(tidyWebp(bytes).equals(whole)).toBe(true);
    expect(await outcome(bytes, 'image/webp')).toBe('rendered');
  });

  test('whose first frame is smaller than the canvas is transparent around it', async () => {
    const bytes = await animation(2, 24, 16).webp({ lossless: true, effort: 0 }).toBuffer();
    bytes.writeUInt16LE(47, bytes.indexOf('VP8X', 'latin1') + 12);
    const [, , , alpha] = await means(bytes, 'image/webp');
    expect(alpha).toBeCloseTo(127.5, 0);
  });
});
