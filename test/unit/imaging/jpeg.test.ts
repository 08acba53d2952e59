import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { renderPicture } from '#imaging/render';
import { isDamaged } from '#imaging/warnings';
import { jpegSegment, picture, withSegments } from '../../fixtures/hostile.ts';
import { progressive } from '../../fixtures/scans.ts';
import { processorTime } from '../foreign.ts';
import { checked, outcome } from './outcome.ts';

// A busy machine takes its time.

const jfif = jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
const jpeg = withSegments(await picture().jpeg().toBuffer(), jfif);
const scans = withSegments(await picture().jpeg({ progressive: true }).toBuffer(), jfif);
const damaged = withSegments(readFileSync('test/fixtures/odd/damaged-scan.jpg'), jfif);
const stray = Buffer.from([0, 1, 2, 3]);

/** The bytes with some put in before the first place of a marker, if it has that marker. */
function before(bytes: Buffer, marker: number, inserted: Buffer): Buffer {
  const at = bytes.indexOf(Buffer.from([0xff, marker]));
  return at < 0 ? bytes : Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

/** The JPEG with some bytes changed, counted from the first place of a marker. */
function changed(bytes: Buffer, marker: number, offset: number, ...values: number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, copy.indexOf(Buffer.from([0xff, marker])) + offset);
  return copy;
}

/** A segment of Adobe with a colour transform that it does not define. */
function adobe(transform: number): Buffer {
  return jpegSegment(0xee, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]));
}

const harmless = (bytes: Buffer): Record<string, Buffer> => ({
  'a JFIF revision of 2.01': changed(bytes, 0xe0, 9, 2, 1),
  'a JFIF revision of 0.0': changed(bytes, 0xe0, 9, 0, 0),
  'stray bytes before its tables': before(bytes, 0xdb, stray),
  'stray bytes before its frame': before(before(bytes, 0xc0, stray), 0xc2, stray),
  'stray bytes before its first scan': before(bytes, 0xda, stray),
  'stray zeros of 1 KB before its tables': before(bytes, 0xdb, Buffer.alloc(1024)),
  'stray bytes before its end': Buffer.concat([bytes.subarray(0, -2), stray, bytes.subarray(-2)]),
  'a colour transform that is not defined': withSegments(changed(bytes, 0xe0, 1, 0xe3), adobe(7)),
  'a comment and a segment of an application': withSegments(
    bytes,
    jpegSegment(0xfe, stray),
    jpegSegment(0xe5, stray),
  ),
});

describe.each([
  ['a JPEG', jpeg],
  ['a progressive JPEG', scans],
])('%s', (_, bytes) => {
  test.each(Object.entries(harmless(bytes)))('with %s is rendered', async (_name, file) => {
    expect(await outcome(file, 'image/jpeg')).toBe('rendered');
  });
});

describe('a JPEG', () => {
  test.each(Object.entries(harmless(damaged)))(
    'with a damaged scan and %s is refused',
    async (_name, file) => {
      expect(await outcome(file, 'image/jpeg')).toBe('corrupt');
      expect(await outcome(file, 'image/jpeg', 1600)).toBe('corrupt');
    },
  );

  test('with a damaged scan is refused at each scale it is read at', async () => {
    for (const width of [640, 320, 160, 80, 20]) {
      expect([width, await outcome(damaged, 'image/jpeg', width)]).toEqual([width, 'corrupt']);
    }
  });

  test('with the scan parameters that Samsung writes is rendered', async () => {
    const samsung = changed(jpeg, 0xda, 11, 0, 0, 0);
    expect(await outcome(samsung, 'image/jpeg')).toBe('rendered');
    const both = changed(damaged, 0xda, 11, 0, 0, 0);
    expect(await outcome(both, 'image/jpeg')).toBe('corrupt');
  });

  test('of CMYK with a colour transform that is not defined is rendered', async () => {
    const cmyk = await picture().toColourspace('cmyk').jpeg().toBuffer();
    const at = cmyk.indexOf('Adobe', 0, 'latin1');
    cmyk[at + 11] = 9;
    expect(await outcome(cmyk, 'image/jpeg')).toBe('rendered');
  });

  test('without its end marker is rendered, since no pixel is missing', async () => {
    expect(await outcome(jpeg.subarray(0, -2), 'image/jpeg')).toBe('rendered');
    expect(await outcome(jpeg.subarray(0, -1), 'image/jpeg')).toBe('rendered');
  });

  test('without its end marker, in several scans, is refused as truncated where scans are missing', async () => {
    const starts = [...scans.keys()].filter((at) => scans[at] === 0xff && scans[at + 1] === 0xda);
    expect(starts.length).toBeGreaterThan(5);
    expect(await outcome(scans.subarray(0, -2), 'image/jpeg')).toBe('rendered');
    expect(await outcome(scans.subarray(0, -12), 'image/jpeg')).toBe('truncated');
    for (const start of starts.slice(1)) {
      expect(await outcome(scans.subarray(0, start), 'image/jpeg')).toBe('truncated');
    }
  });

  test('keeps its pixels where harmless defects are taken out', async () => {
    const small = { name: 'small', width: 120, format: 'webp', quality: 80 } as const;
    const render = async (bytes: Buffer) =>
      (await renderPicture(bytes, 'image/jpeg', [small])).pictures[0]?.data;
    const files = Object.entries(harmless(jpeg)).filter(([name]) => !name.includes('transform'));
    for (const [name, file] of files) expect([name, await render(file)]).toEqual([name, await render(jpeg)]);
  });
});

describe('what libvips warns of', () => {
  const said = (count: number, text: string) => [
    `read gave ${count} warnings`,
    `VipsJpeg: Corrupt JPEG data: ${text}\n`,
  ];

  test.each([
    [false, []],
    [false, ['something else']],
    [false, said(1, '4 extraneous bytes before marker 0xc4')],
    [true, said(1, '17 extraneous bytes before marker 0xc4')],
    [true, said(2, '4 extraneous bytes before marker 0xc4')],
    [true, said(1, 'premature end of data segment')],
    [true, ['read gave 1 warnings']],
  ])('is damage: %s for %j', (expected, warnings) => {
    expect(isDamaged(warnings)).toBe(expected);
  });
});

describe('a JPEG of a kind that the decoder does not read', () => {
  test.each([
    ['12 bits', changed(jpeg, 0xc0, 4, 12)],
    ['12 bits, extended', changed(changed(jpeg, 0xc0, 4, 12), 0xc0, 1, 0xc1)],
    ['16 bits without loss', changed(changed(jpeg, 0xc0, 4, 16), 0xc0, 1, 0xc3)],
    ['a hierarchical frame', changed(jpeg, 0xc0, 1, 0xc5)],
    ['a hierarchy of frames', changed(jpeg, 0xc0, 1, 0xde)],
    ['no loss, with arithmetic coding', changed(jpeg, 0xc0, 1, 0xcb)],
    ['JPEG-LS', changed(jpeg, 0xc0, 1, 0xf7)],
    ['two components', changed(jpeg, 0xc0, 9, 2)],
    ['JPEG XL', Buffer.from('ff0a7f04b8080210', 'hex')],
    ['JPEG XL in a container', Buffer.from('0000000c4a584c200d0a870a00000014667479706a786c20', 'hex')],
    ['JPEG 2000', Buffer.from('0000000c6a5020200d0a870a00000014667479706a703220', 'hex')],
    ['JPEG 2000 without a container', Buffer.from('ff4fff51002f0000', 'hex')],
    ['JPEG XR', Buffer.from('4949bc0120000000', 'hex')],
  ])('%s is refused by its header, with a code of its own', (_, bytes) => {
    expect(checked(bytes)).toBe('kind-not-supported');
  });
});

describe('a progressive JPEG', () => {
  test('of 100 scans is rendered', async () => {
    expect(await outcome(progressive(64, 48, 100), 'image/jpeg')).toBe('rendered');
  });

  test('of more scans is refused before it is decoded', async () => {
    expect(await outcome(progressive(64, 48, 101), 'image/jpeg')).toBe('too-complex');
    const slow = progressive(10_000, 10_000, 883);
    const refused = async () => expect(await outcome(slow, 'image/jpeg')).toBe('too-complex');
    // Decoding it takes a minute.
    expect(await processorTime(refused)).toBeLessThan(5000);
  });

  test('of more scans is a valid JPEG all the same', async () => {
    const warnings: string[] = [];
    const opened = sharp(progressive(64, 48, 883)).on('warning', (one) => warnings.push(String(one)));
    await opened.raw().toBuffer();
    expect(warnings).toEqual([]);
  });

  test('of more segments than any writer makes is refused, and comments are none of them', async () => {
    const many = (marker: number) => Array<Buffer>(20_000).fill(jpegSegment(marker, Buffer.alloc(0)));
    expect(await outcome(withSegments(scans, ...many(0xc4)), 'image/jpeg')).toBe('too-complex');
    expect(await outcome(withSegments(scans, ...many(0xfe)), 'image/jpeg')).toBe('rendered');
  });

  test('whose scans are repeated is counted as well', async () => {
    const start = scans.indexOf(Buffer.from([0xff, 0xda]));
    const again = Array<Buffer>(101).fill(scans.subarray(start, -2));
    const bytes = Buffer.concat([scans.subarray(0, -2), ...again, scans.subarray(-2)]);
    expect(await outcome(bytes, 'image/jpeg')).toBe('too-complex');
  });
});
