import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Original } from '#core/image';
import { readCaptions, readWords } from '#imaging/captions';
import { renderPicture } from '#imaging/render';
import {
  iptcBlock,
  jpegSegment,
  picture,
  pngChunk,
  withSegments,
  xmpPacket,
} from '../../fixtures/hostile.ts';
import { type ExifEntry, exifBlock } from '../../fixtures/metadata.ts';
import { processorTime } from '../foreign.ts';

const spec = [{ name: 'mail', width: 32, format: 'jpeg', quality: 80 } as const];
const CAPTION = 120;
const CREDIT = 110;
const BYLINE = 80;
const DESCRIPTION = 0x010e;
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;
const USER_COMMENT = 0x9286;
const [XP_TITLE, XP_COMMENT, XP_AUTHOR] = [0x9c9b, 0x9c9c, 0x9c9d];

/** “Žižková’s café – €5…” in windows-1252, and in words. */
const cp1252 = Buffer.from(
  '938e69 9e6b6f76e1 9273 20 636166e9 20 96 20 80 35 85 94'.replaceAll(' ', ''),
  'hex',
);
const words = '“Žižková’s café – €5…”';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const ascii = (tag: number, bytes: Uint8Array): ExifEntry => [
  tag,
  2,
  Buffer.concat([bytes, Buffer.alloc(1)]),
];

async function originalOf(name: string): Promise<Original> {
  const bytes = await readFile(new URL(`../../fixtures/captions/${name}`, import.meta.url));
  return (await renderPicture(bytes, 'image/jpeg', spec)).original;
}

describe('the words of a picture sent in', () => {
  test('are read from IPTC in windows-1252', async () => {
    expect(await originalOf('w01-iptc-cp1252.jpg')).toMatchObject({
      caption: 'The mayor’s “green” café – €5 a cup…',
      credit: 'Šárka Žižková',
      copyright: '© 2024 Müller',
    });
  });

  test('are read from EXIF in Latin-1', async () => {
    expect(await originalOf('w02-exif-latin1.jpg')).toMatchObject({
      caption: 'Café am Münsterplatz',
      credit: 'Jürgen Müller',
      copyright: '© 2024 Jürgen Müller',
    });
  });

  test('are not cut inside an emoji', async () => {
    const { caption = '' } = await originalOf('w08-caption-emoji-at-2000.jpg');
    expect(caption.length).toBeLessThanOrEqual(2000);
    expect(caption.length).toBeGreaterThan(1990);
    expect(caption).not.toMatch(/�/);
    expect(caption.isWellFormed()).toBe(true);
  });
});

describe('8-bit text is UTF-8 where it is valid, else windows-1252', () => {
  const declared = Buffer.from('1c015a00031b2547', 'hex');

  test.each([
    ['without a character set', Buffer.alloc(0)],
    ['with UTF-8 as its character set', declared],
    ['with Latin-1 as its character set', Buffer.from('1c015a00031b2e41', 'hex')],
  ])('in IPTC %s', (_, before) => {
    const read = (text: Buffer) => {
      const set = Buffer.concat([Buffer.from([0x1c, 2, CAPTION, 0, text.length]), text]);
      const head = latin1('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0');
      head.writeUInt32BE(before.length + set.length, head.length - 4);
      return readCaptions({ iptc: Buffer.concat([head, before, set]) }).caption;
    };
    expect(read(cp1252)).toBe(words);
    expect(read(Buffer.from(words))).toBe(words);
  });

  test('and a character that its writer cut in half at the end goes', () => {
    const credit = Buffer.from('Agence photographique de Košická').subarray(0, -1).toString('latin1');
    expect(readCaptions({ iptc: iptcBlock({ [CREDIT]: credit }, 'latin1') }).credit).toBe(
      'Agence photographique de Košick',
    );
    expect(readCaptions({ iptc: iptcBlock({ [CREDIT]: 'Café' }, 'latin1') }).credit).toBe('Café');
  });

  test.each(['le', 'be'] as const)('in EXIF of either byte order: %s', (order) => {
    const exif = (text: Buffer) =>
      exifBlock([ascii(DESCRIPTION, text), ascii(ARTIST, text), ascii(COPYRIGHT, text)], { order });
    const expected = { caption: words, credit: words, copyright: words };
    expect(readCaptions({ exif: exif(cp1252) })).toEqual(expected);
    expect(readCaptions({ exif: exif(Buffer.from(words)) })).toEqual(expected);
  });

  test('in XMP', () => {
    const packet = (text: Buffer) => {
      const [before, after] = xmpPacket('<dc:description>@</dc:description>').toString().split('@');
      return Buffer.concat([latin1(before ?? ''), text, latin1(after ?? '')]);
    };
    expect(readCaptions({ xmp: packet(cp1252) }).caption).toBe(words);
    expect(readCaptions({ xmp: packet(Buffer.from(words)) }).caption).toBe(words);
  });

  const chunks: Record<string, (text: Buffer) => Buffer> = {
    tEXt: (text) => pngChunk('tEXt', Buffer.concat([latin1('Description\0'), text])),
    zTXt: (text) => pngChunk('zTXt', Buffer.concat([latin1('Description\0\0'), deflateSync(text)])),
    iTXt: (text) => pngChunk('iTXt', Buffer.concat([latin1('Description\0\0\0de\0Beschreibung\0'), text])),
    'compressed iTXt': (text) =>
      pngChunk('iTXt', Buffer.concat([latin1('Description\0\x01\0\0\0'), deflateSync(text)])),
  };

  test.each(Object.entries(chunks))('in %s of a PNG, before and after its pixels', async (_, chunk) => {
    const plain = await picture(16, 12).png().toBuffer();
    for (const [at, text] of [
      [33, cp1252],
      [plain.length - 12, Buffer.from(words)],
    ] as const) {
      const bytes = Buffer.concat([plain.subarray(0, at), chunk(text), plain.subarray(at)]);
      const { original } = await renderPicture(bytes, 'image/png', spec);
      expect(original.caption).toBe(words);
    }
  });

  test('in PNG texts that are damaged, endless or countless it costs the text, not the picture', async () => {
    const plain = await picture(16, 12).png().toBuffer();
    const bomb = pngChunk('zTXt', Buffer.concat([latin1('Comment\0\0'), deflateSync(Buffer.alloc(5e7))]));
    const many = Array<Buffer>(20_000)
      .fill(bomb.subarray(0, 0))
      .map(() => pngChunk('tEXt', latin1('Comment\0')));
    const wrong = pngChunk('tEXt', latin1('Author\0somebody'));
    wrong.writeUInt32BE(1, wrong.length - 4);
    const bytes = Buffer.concat([
      plain.subarray(0, 33),
      wrong,
      bomb,
      pngChunk('tEXt'),
      ...many,
      plain.subarray(33),
    ]);
    const render = async () => {
      const { original } = await renderPicture(bytes, 'image/png', spec);
      expect(original).toMatchObject({ width: 16 });
      expect(original.credit).toBeUndefined();
    };
    expect(await processorTime(render)).toBeLessThan(10_000);
  });
});

describe('EXIF', () => {
  const comment = (charset: string, text: Buffer, order: 'le' | 'be' = 'le') => {
    const value = Buffer.concat([latin1(charset.padEnd(8, '\0')), text]);
    return readCaptions({ exif: exifBlock([], { exposure: [[USER_COMMENT, 7, value]], order }) }).caption;
  };

  test.each(['le', 'be'] as const)('has a user’s comment in the character set that it names: %s', (order) => {
    const wide = utf16('Žluťoučký kůň 🐎');
    const swapped = Buffer.from(wide).swap16();
    expect(comment('ASCII', latin1('plain words'), order)).toBe('plain words');
    expect(comment('ASCII', cp1252, order)).toBe(words);
    expect(comment('', Buffer.from(words), order)).toBe(words);
    expect(comment('UNICODE', order === 'le' ? wide : swapped, order)).toBe('Žluťoučký kůň 🐎');
    // Some writers always write one order.
    expect(comment('UNICODE', order === 'le' ? swapped : wide, order)).toBe('Žluťoučký kůň 🐎');
    expect(comment('UNICODE', Buffer.concat([Buffer.from('feff', 'hex'), swapped]), order)).toBe(
      'Žluťoučký kůň 🐎',
    );
    // 写真 in JIS X 0208, in Shift JIS, and between the escapes of ISO-2022-JP.
    for (const jis of ['3c4c3f3f', '8eca905e', '1b24423c4c3f3f1b2842']) {
      expect(comment('JIS', Buffer.from(jis, 'hex'), order)).toBe('写真');
    }
  });

  test('has the texts of Windows in UTF-16, whatever its own byte order', () => {
    for (const order of ['le', 'be'] as const) {
      const exif = exifBlock(
        [
          [XP_TITLE, 1, utf16('Übersicht\0')],
          [XP_COMMENT, 1, utf16('nicht dies\0')],
          [XP_AUTHOR, 1, utf16('Žižková 😀\0')],
        ],
        { order },
      );
      expect(readCaptions({ exif })).toEqual({ caption: 'Übersicht', credit: 'Žižková 😀' });
    }
  });

  test('has the photographer’s copyright and the editor’s', () => {
    const exif = (text: string) => exifBlock([ascii(COPYRIGHT, latin1(text))]);
    expect(readCaptions({ exif: exif('© Ann\0© The Paper') }).copyright).toBe('© Ann, © The Paper');
    expect(readCaptions({ exif: exif(' \0© The Paper') }).copyright).toBe('© The Paper');
  });

  test('is read where it is longer than a JPEG’s segment', () => {
    const exif = exifBlock([ascii(DESCRIPTION, latin1('early')), ascii(ARTIST, Buffer.alloc(70_000, 0x61))]);
    expect(readCaptions({ exif }).caption).toBe('early');
  });
});

describe('XMP', () => {
  const rdf = (inside: string, declarations: string) =>
    Buffer.from(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
        `<r:Description r:about="" ${declarations}>${inside}</r:Description></r:RDF></x:xmpmeta>`,
    );
  const DC = 'xmlns:d="http://purl.org/dc/elements/1.1/"';

  test('is read whatever its prefixes are', () => {
    const packet = rdf('<d:rights><r:Alt><r:li>© Ann</r:li></r:Alt></d:rights>', DC);
    expect(readCaptions({ xmp: packet })).toEqual({ copyright: '© Ann' });
    expect(readCaptions({ xmp: rdf('', `${DC}\nd:rights\n=\n'© Ben'`) })).toEqual({ copyright: '© Ben' });
  });

  test('has a caption in its default language, wherever that stands', () => {
    const packet = rdf(
      '<d:description><r:Alt><r:li xml:lang="de">aus</r:li><r:li xml:lang="x-default"><![CDATA[a < b]]> &amp; c</r:li></r:Alt></d:description>',
      DC,
    );
    expect(readCaptions({ xmp: packet }).caption).toBe('a < b & c');
  });

  test('has all creators, and the type of the source as text, attribute or address', () => {
    const term = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
    const EXT = 'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"';
    const creators = '<d:creator><r:Seq><r:li>Ann</r:li><r:li> Ben </r:li></r:Seq></d:creator>';
    for (const packet of [
      rdf(`${creators}<e:DigitalSourceType>${term}</e:DigitalSourceType>`, `${DC} ${EXT}`),
      rdf(`${creators}<e:DigitalSourceType r:resource="${term}"/>`, `${DC} ${EXT}`),
      rdf(creators, `${DC} ${EXT} e:DigitalSourceType="${term}"`),
    ]) {
      expect(readWords({ xmp: packet })).toEqual({ creator: 'Ann; Ben', sourceType: term });
    }
  });

  test('of another picture that is part of this one says nothing of this one', () => {
    const part =
      '<d:relation r:parseType="Resource"><r:Description d:rights="theirs"><d:creator>them</d:creator></r:Description></d:relation>';
    expect(readCaptions({ xmp: rdf(part, DC) })).toEqual({});
  });

  test('is read in UTF-16, and up to where it is damaged', () => {
    const packet = rdf('<d:rights>© Ann</d:rights>', DC);
    expect(readCaptions({ xmp: utf16(packet.toString()) })).toEqual({ copyright: '© Ann' });
    const damaged = rdf('<d:rights>© Ann & Ben</d:rights><d:description>never ends', DC);
    expect(readCaptions({ xmp: damaged }).copyright).toBe('© Ann & Ben');
  });
});

describe('a caption', () => {
  test.each([
    'OLYMPUS DIGITAL CAMERA',
    'File written by Adobe Photoshop¨ 5.0',
    'CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90',
    'LEAD Technologies Inc. V1.01',
    '  Olympus   digital CAMERA         ',
    'KONICA MINOLTA DIGITAL CAMERA',
    'MINOLTA DIGITAL CAMERA',
    'KODAK Digital Still Camera',
    'DIGITAL CAMERA',
    '<Digital Camera>',
    'SAMSUNG CAMERA PICTURES',
    'SONY DSC',
    'sony dsc',
    'DCIM',
    'DCIM\\100MEDIA\\DJI_0001.JPG',
    'DCIM100MEDIADJI_0018.JPG',
    'Exif_JPEG_PICTURE',
    'Exif_JPEG_422',
    '<KENOX S860  / Samsung S860>',
    '<Digimax S500 / Kenox S500 / Digimax Cyber 530>',
    'default',
    'DSC_0001',
    'DSC00001',
    'DSCN1234',
    'DSCF1234.JPG',
    'IMG_1234',
    'IMG_20240131_123456',
    'IMG_E1234',
    '_MG_1234',
    'P1010001',
    'PICT0001',
    '100_1234',
    'PXL_20240131_123456789',
    'rocket-launch.jpeg',
    'Created with GIMP',
    'oznor',
  ])('that a camera writes into every picture is none: %s', (text) => {
    expect(readCaptions({ exif: exifBlock([ascii(DESCRIPTION, latin1(text))]) })).toEqual({});
    expect(readCaptions({ iptc: iptcBlock({ [CAPTION]: text }) })).toEqual({});
    expect(
      readCaptions({ xmp: xmpPacket(`<dc:description>${text.replaceAll('<', '&lt;')}</dc:description>`) }),
    ).toEqual({});
  });

  test.each([
    'My Olympus digital camera on the table',
    'A Sony DSC-R1 in its box',
    'File written by Adobe Photoshop: what is in it',
    'Digital cameras through the ages',
    'The DCIM folder explained',
    'Default: the mayor resigns',
    'Image of the year',
    '1984',
    'P. 101',
    'IMG_1234: the mayor',
    'Rocket.',
    'HDR of the harbour',
  ])('that somebody wrote is kept: %s', (text) => {
    expect(readCaptions({ iptc: iptcBlock({ [CAPTION]: text }) }).caption).toBe(text);
  });

  test('that somebody wrote is found behind a camera’s', () => {
    const exif = exifBlock([ascii(DESCRIPTION, latin1('SONY DSC'))], {
      exposure: [[USER_COMMENT, 7, latin1('ASCII\0\0\0The harbour')]],
    });
    expect(readCaptions({ exif, iptc: iptcBlock({ [CAPTION]: 'default' }) })).toEqual({
      caption: 'The harbour',
    });
  });
});

test('who made a picture is credited where nobody else is', () => {
  const both = iptcBlock({ [CREDIT]: 'The Agency', [BYLINE]: 'Ann' });
  expect(readCaptions({ iptc: both })).toEqual({ credit: 'The Agency' });
  expect(readWords({ iptc: both })).toEqual({ credit: 'The Agency', creator: 'Ann' });
  expect(readCaptions({ iptc: iptcBlock({ [BYLINE]: 'Ann' }) })).toEqual({ credit: 'Ann' });
});

test.each(['webp', 'avif', 'png'] as const)(
  'EXIF in windows-1252 is read from %s as well',
  async (format) => {
    const exif = exifBlock([ascii(DESCRIPTION, cp1252)]);
    const jpeg = withSegments(await picture(16, 12).jpeg().toBuffer(), jpegSegment(0xe1, exif));
    const bytes = await sharp(jpeg).keepExif().toFormat(format, { effort: 1 }).toBuffer();
    const found = (await sharp(bytes).metadata()).exif;
    expect(readCaptions(found ? { exif: found } : {}).caption).toBe(words);
  },
);
