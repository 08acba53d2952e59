import { describe, expect, test } from '@jest/globals';
import { readCaptions } from '#imaging/captions';
import { tidyGif } from '#imaging/gif';
import { inspectHeader } from '#imaging/header';
import { tidyJpeg } from '#imaging/jpeg';
import { tidyPng } from '#imaging/png';
import { pngTexts } from '#imaging/png-texts';
import { tidyWebp } from '#imaging/webp';
import { xmpCandidates } from '#imaging/xmp';
import { box, heifOf, jpegSegment, longGif, picture, png, pngChunk } from '../../fixtures/hostile.ts';
import { processorTime } from '../foreign.ts';

// A busy machine takes its time.

const KB = 1024;
/**
 * Each takes under 0.1 s for 1 MB on an idle machine; what looks again and again at what lies behind takes 256 times
 * as long for 16 times the bytes: minutes.
 */
const MOST_MS = 1500;

const text = (content: string) => Buffer.from(content, 'latin1');

/** A start, a piece that is repeated up to a length in bytes, and an end. */
function filled(
  length: number,
  piece: Buffer,
  start: Buffer = Buffer.alloc(0),
  end: Buffer = Buffer.alloc(0),
): Buffer {
  const times = Math.floor((length - start.length - end.length) / piece.length);
  return Buffer.concat([start, Buffer.alloc(times * piece.length, piece), end]);
}

const jpeg = await picture().jpeg().toBuffer();
const still = png(8, 8);
const webp = await picture().webp().toBuffer();
const gif = await longGif(2, 8, 8);
const avif = heifOf('avif', 'mif1');

const headers: Record<string, (length: number) => Buffer> = {
  'SVG declarations without a subset': (length) => filled(length, text('<!>')),
  'SVG declarations with a subset at the end': (length) =>
    filled(length, text('<!>'), undefined, text('<![')),
  'SVG declarations with subsets': (length) => filled(length, text('<!a[]>')),
  'SVG declarations that never end': (length) => filled(length, text('<!')),
  'SVG subsets that never end': (length) => filled(length, text('<![>')),
  'SVG comments': (length) => filled(length, text('<!---->')),
  'SVG comments that never end': (length) => filled(length, text('<!--')),
  'SVG instructions': (length) => filled(length, text('<??>')),
  'SVG instructions that never end': (length) => filled(length, text('<?')),
  'white space': (length) => filled(length, text(' \n')),
  NULs: (length) => filled(length, text('\0')),
  brands: (length) => filled(length, text('abcd'), text('\x7f\0\0\0ftyp')),
  'JPEG fill bytes': (length) => filled(length, text('\xff'), text('\xff\xd8')),
  'JPEG stray bytes': (length) => filled(length, text('\0'), text('\xff\xd8\xff\xe0\0\x02')),
  'JPEG restart markers': (length) => filled(length, text('\xff\xd0'), text('\xff\xd8')),
  'JPEG comments': (length) => filled(length, jpegSegment(0xfe, Buffer.alloc(0)), text('\xff\xd8')),
  'GIF comments': (length) => filled(length, text('!\xfe\x01a\0'), gif.subarray(0, 10)),
  'GIF sub-blocks': (length) => filled(length, text('\x01a'), text('GIF89a\x08\0\x08\0\0\0\0!\xfe')),
  'AVIF boxes': (length) => filled(length, box('free'), avif),
  'AVIF properties': (length) =>
    Buffer.concat([
      avif,
      box('meta', Buffer.alloc(4), box('iprp', box('ipco', filled(length, box('ispe', Buffer.alloc(12)))))),
    ]),
  'AVIF boxes within boxes': (length) => filled(length, text('\0\0\0\x09meta\0'), avif),
};

const files: Record<string, [(bytes: Buffer) => unknown, (length: number) => Buffer]> = {
  'JPEG strays in a scan': [
    tidyJpeg,
    (length) => filled(length, text('\xff\0'), jpeg.subarray(0, -2), jpeg.subarray(-2)),
  ],
  'JPEG fill bytes in a scan': [
    tidyJpeg,
    (length) => filled(length, text('\xff'), jpeg.subarray(0, -2), text('\xd9')),
  ],
  'JPEG restarts in a scan': [tidyJpeg, (length) => filled(length, text('\xff\xd0'), jpeg.subarray(0, -2))],
  'JPEG tables': [
    tidyJpeg,
    (length) => filled(length, jpegSegment(0xc4, Buffer.alloc(0)), jpeg.subarray(0, -2), jpeg.subarray(-2)),
  ],
  'JPEG segments of applications': [
    tidyJpeg,
    (length) => filled(length, jpegSegment(0xe1, Buffer.alloc(0)), text('\xff\xd8'), jpeg.subarray(2)),
  ],
  'PNG chunks that are dropped': [
    tidyPng,
    (length) => filled(length, pngChunk('tEXt'), still.subarray(0, 33), still.subarray(33)),
  ],
  'PNG chunks that are kept': [
    tidyPng,
    (length) => filled(length, pngChunk('IDAT'), still.subarray(0, 33), still.subarray(33)),
  ],
  'PNG chunks that are kept by turns': [
    tidyPng,
    (length) =>
      filled(
        length,
        Buffer.concat([pngChunk('IDAT'), pngChunk('tEXt')]),
        still.subarray(0, 33),
        still.subarray(33),
      ),
  ],
  'PNG texts': [
    pngTexts,
    (length) =>
      filled(length, pngChunk('tEXt', text('Author\0a')), still.subarray(0, 33), still.subarray(33)),
  ],
  'WebP chunks': [tidyWebp, (length) => riff(filled(length, text('ANMF\0\0\0\0'), webp))],
  'GIF frames': [
    tidyGif,
    (length) => filled(length, text(',\0\0\0\0\x01\0\x01\0\0\x02\0'), gif.subarray(0, -1)),
  ],
  'GIF extensions': [tidyGif, (length) => filled(length, text('!\xf9\0'), gif.subarray(0, -1))],
};

/** The bytes as a RIFF that says how long it is. */
function riff(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return bytes;
}

const packets: Record<string, string> = {
  'XMP openings': '<dc:rights>',
  'XMP openings that never end': '<dc:rights ',
  'XMP endings': '</dc:rights>',
  'XMP attributes that never end': ' dc:rights="',
  'XMP entities': '&#x',
  'XMP list items': '<dc:rights><rdf:li>',
};

/** Processor time; whether it is read or refused is no matter here. */
function milliseconds(work: () => unknown): Promise<number> {
  return processorTime(() =>
    Promise.resolve()
      .then(work)
      .catch(() => undefined),
  );
}

// A search of all that follows is so fast that a smaller file would not show how often it is done.
test('4 MB of SVG declarations are inspected in linear time', async () => {
  const bytes = filled(4096 * KB, text('<!>'), undefined, text('<!['));
  expect(await milliseconds(() => inspectHeader(bytes, bytes.length))).toBeLessThan(MOST_MS);
});

describe.each([64 * KB, 1024 * KB])('%i bytes of', (length) => {
  test.each(Object.entries(headers))('%s are inspected in linear time', async (_, make) => {
    const bytes = make(length);
    expect(await milliseconds(() => inspectHeader(bytes, bytes.length))).toBeLessThan(MOST_MS);
  });

  test.each(Object.entries(files))('%s are tidied in linear time', async (_, [tidy, make]) => {
    const bytes = make(length);
    expect(await milliseconds(() => tidy(bytes))).toBeLessThan(MOST_MS);
  });

  test.each(Object.entries(packets))('%s are searched in linear time', async (_, piece) => {
    const packet = Buffer.from(piece.repeat(length / piece.length));
    expect(await milliseconds(() => xmpCandidates(packet))).toBeLessThan(MOST_MS);
  });

  test.each([
    ['EXIF entries', text('\x01\x0e\0\x02\xff\xff\xff\xff\0\0\0\0'), text('Exif\0\0MM\0*\0\0\0\x08\xff\xff')],
    [
      'EXIF entries that share a long text',
      text('\x01\x0e\0\x02\0\0\xf0\0\0\0\0\0'),
      text('Exif\0\0MM\0*\0\0\0\x08\xff\xff'),
    ],
    ['EXIF directories', text('\0\0\0\0\0\x08'), text('Exif\0\0MM\0*\0\0\0\x08')],
    ['IPTC data sets', text('\x1c\x02\x78\0\0'), text('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\xff\xff')],
    ['IPTC resources', text('8BIM\x04\x04\0\0\0\0\0\0'), text('Photoshop 3.0\0')],
    ['XMP', text('<dc:rights '), Buffer.alloc(0)],
  ])('%s are read for captions in linear time', async (_, piece, start) => {
    const block = filled(length, piece, start);
    expect(await milliseconds(() => readCaptions({ exif: block, iptc: block, xmp: block }))).toBeLessThan(
      MOST_MS,
    );
  });
});
