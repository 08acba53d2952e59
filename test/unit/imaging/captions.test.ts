import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readCaptions } from '#imaging/captions';
import { renderPicture } from '#imaging/render';
import {
  iptcBlock,
  jpegSegment,
  picture,
  pngChunk,
  withSegments,
  xmpPacket,
} from '../../fixtures/hostile.ts';
import { processorTime } from '../foreign.ts';

const spec = [{ name: 'mail', width: 32, format: 'jpeg', quality: 80 } as const];
const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const CAPTION = 120;
const CREDIT = 110;
const COPYRIGHT = 116;

const exifFields = { ImageDescription: 'from EXIF', Artist: 'EXIF artist', Copyright: 'EXIF rights' };
const withExif = await picture(16, 12)
  .withExif({ IFD0: exifFields, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
  .jpeg()
  .toBuffer();
const exif = (await sharp(withExif).metadata()).exif;
const xmp = xmpPacket(
  '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">from XMP &amp; &#x263A;</rdf:li>' +
    '<rdf:li xml:lang="de">aus XMP</rdf:li></rdf:Alt></dc:description><dc:rights>XMP rights</dc:rights>',
  ' photoshop:Credit="XMP credit"',
);
const iptc = iptcBlock({ [CAPTION]: 'Légende', [CREDIT]: 'IPTC credit', [COPYRIGHT]: '© IPTC' });

describe('captions', () => {
  test('are kept with a rendered JPEG that has all three kinds', async () => {
    const bytes = withSegments(
      withExif,
      jpegSegment(0xe1, Buffer.concat([XMP, xmp])),
      jpegSegment(0xed, iptc),
    );
    const { original } = await renderPicture(bytes, 'image/jpeg', spec);
    expect(original).toMatchObject({ caption: 'Légende', credit: 'IPTC credit', copyright: '© IPTC' });
  });

  test.each([
    ['png', 'image/png'],
    ['webp', 'image/webp'],
    ['avif', 'image/avif'],
  ] as const)('are read from %s too', async (format, contentType) => {
    const bytes = await picture(16, 12)
      .withExif({ IFD0: exifFields })
      .toFormat(format, { effort: 1 })
      .toBuffer();
    const { original } = await renderPicture(bytes, contentType, spec);
    expect(original).toMatchObject({ caption: 'from EXIF', credit: 'EXIF artist', copyright: 'EXIF rights' });
  });

  test('are read from the XMP of a PNG', async () => {
    const plain = await picture(16, 12).png().toBuffer();
    const chunk = pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), xmp]));
    const bytes = Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33)]);
    const { original } = await renderPicture(bytes, 'image/png', spec);
    expect(original).toMatchObject({ caption: 'from XMP & ☺', credit: 'XMP credit' });
  });

  test('come from IPTC first, then XMP, then EXIF, each field by itself', async () => {
    if (!exif) throw new Error('the fixture has no EXIF');
    expect(await readCaptions({ exif, xmp, iptc: iptcBlock({ [CREDIT]: 'IPTC credit' }) })).toEqual({
      caption: 'from XMP & ☺',
      credit: 'IPTC credit',
      copyright: 'XMP rights',
    });
    expect(await readCaptions({ exif })).toEqual({
      caption: 'from EXIF',
      credit: 'EXIF artist',
      copyright: 'EXIF rights',
    });
  });

  test('are absent when there are none, or only blanks', async () => {
    expect(await readCaptions({})).toEqual({});
    expect(await readCaptions({ iptc: iptcBlock({ [CAPTION]: ' \0 ', [CREDIT]: '' }) })).toEqual({});
  });

  test('in Latin-1, from older writers, are understood', async () => {
    expect(await readCaptions({ iptc: iptcBlock({ [CAPTION]: 'Müller' }, 'latin1') })).toEqual({
      caption: 'Müller',
    });
  });

  test('lose control characters and direction marks, and are cut at 2,000 characters', async () => {
    const messy = await readCaptions({ iptc: iptcBlock({ [CAPTION]: '  a\r\n\0b\u202ec\x1b[31m ' }) });
    expect(messy.caption).toBe('a bc [31m');
    const long = await readCaptions({ iptc: iptcBlock({ [CAPTION]: 'x'.repeat(5000) }) });
    expect(long.caption).toHaveLength(2000);
  });
});

describe('hostile metadata', () => {
  const hostile: Record<string, string> = {
    'tags that never close': '<dc:description>'.repeat(4000),
    'lists that never close': `<dc:description>${'<rdf:li>'.repeat(8000)}`,
    'ten thousand levels': '<a:b>'.repeat(10_000) + '</a:b>'.repeat(10_000),
    'blanks in a tag': `<dc:description${' '.repeat(60_000)}`,
    'entities without end': `<dc:rights>${'&#x'.repeat(20_000)}</dc:rights>`,
    'entities beyond Unicode': '<dc:rights>&#x7fffff;&#9999999;</dc:rights>',
    'an entity of its own':
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><dc:rights>&a;</dc:rights>',
  };

  test.each(Object.entries(hostile))('XMP with %s is read in no time, or not', async (_, properties) => {
    const read = async () =>
      expect(JSON.stringify(await readCaptions({ xmp: xmpPacket(properties) }))).not.toContain('root:');
    // Reading it again and again would take minutes.
    expect(await processorTime(read)).toBeLessThan(10_000);
  });

  test('50 MB of XMP are not searched', async () => {
    const xmp = xmpPacket('<dc:description>'.repeat(3_000_000));
    // Reading it again and again would take minutes.
    expect(await processorTime(() => readCaptions({ xmp }))).toBeLessThan(10_000);
  });

  test('XMP cannot write to Object or its prototype', async () => {
    const { keys } = Object;
    await readCaptions({
      xmp: xmpPacket('<__proto__:hit>1</__proto__:hit><constructor:keys>1</constructor:keys>'),
    });
    expect('hit' in {}).toBe(false);
    expect(Object.keys).toBe(keys);
  });

  test('garbage blocks of every length give no captions and no exception', async () => {
    for (let length = 0; length < 400; length += 7) {
      const garbage = Buffer.alloc(length, length);
      expect(await readCaptions({ exif: garbage, iptc: garbage, xmp: garbage })).toEqual({});
    }
    if (!exif) throw new Error('the fixture has no EXIF');
    for (let length = 0; length < exif.length; length += 5) {
      await readCaptions({ exif: exif.subarray(0, length), iptc: iptc.subarray(0, length) });
    }
    expect(await readCaptions({ exif: Buffer.alloc(100_000, 1), iptc: Buffer.alloc(100_000, 2) })).toEqual(
      {},
    );
  });

  test('a damaged EXIF block does not hide the IPTC', async () => {
    expect(
      await readCaptions({ exif: Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1'), iptc }),
    ).toMatchObject({
      caption: 'Légende',
    });
  });
});
