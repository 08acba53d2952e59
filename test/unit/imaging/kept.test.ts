import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import exifr from 'exifr';
import sharp from 'sharp';
import type { Rendition } from '#core/renditions';
import { renderPicture } from '#imaging/render';
import { iptcBlock, jpegSegment, picture, withSegments, xmpPacket } from '../../fixtures/hostile.ts';

const TERM = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const [CAPTION, BYLINE, CREDIT, COPYRIGHT] = [120, 80, 110, 116];
const XMP_LABEL = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');

const jpeg = { name: 'mail', width: 160, format: 'jpeg', quality: 80 } as const;
const webp = { ...jpeg, name: 'small', format: 'webp' } as const;
const everything = ['copyright', 'credit', 'sourceType', 'caption'] as const;

/** The chunks of a WebP by name. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 12; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    found.set(bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return found;
}

/** All tags that another reader than ours finds. */
async function tagsOf(bytes: Buffer): Promise<Record<string, unknown>> {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return (await exifr.parse(bytes, true)) ?? {};
  const chunks = chunksOf(bytes);
  const xmp = chunks.get('XMP ');
  const exif = chunks.get('EXIF');
  return {
    ...(exif && (await exifr.parse(exif, true))),
    // Only a JPEG's segment is read as XMP by itself.
    ...(xmp &&
      (await exifr.parse(withSegments(emptyJpeg, jpegSegment(0xe1, Buffer.concat([XMP_LABEL, xmp]))), {
        xmp: true,
      }))),
  };
}
const emptyJpeg = Buffer.from('ffd8ffd9', 'hex');

async function kept(original: Buffer, ...renditions: Rendition[]): Promise<Record<string, unknown>[]> {
  const { pictures } = await renderPicture(original, 'image/jpeg', renditions);
  return Promise.all(pictures.map(({ data }) => tagsOf(data)));
}

const plain = await picture(320, 200).jpeg().toBuffer();
const captioned = withSegments(
  plain,
  jpegSegment(
    0xed,
    iptcBlock({
      [CAPTION]: 'The mayor’s café',
      [BYLINE]: 'Jürgen Müller',
      [COPYRIGHT]: '© 2024 Žižková 😀 (AFP)',
    }),
  ),
  jpegSegment(
    0xe1,
    Buffer.concat([
      XMP_LABEL,
      xmpPacket(
        `<Iptc4xmpExt:DigitalSourceType>${TERM}</Iptc4xmpExt:DigitalSourceType>`,
        ' photoshop:Credit="The Agency"',
      ),
    ]),
  ),
);

const rights = {
  Artist: 'Jürgen Müller',
  Copyright: '© 2024 Žižková 😀 (AFP)',
  creator: 'Jürgen Müller',
  rights: { lang: 'x-default', value: '© 2024 Žižková 😀 (AFP)' },
  Credit: 'The Agency',
  DigitalSourceType: TERM,
};

describe('a rendition', () => {
  test.each([jpeg, webp])(
    'keeps credit, copyright and the type of the source: $format',
    async (rendition) => {
      expect(await kept(captioned, rendition)).toEqual([rights]);
    },
  );

  test.each([jpeg, webp])(
    'keeps the caption where it says so, and nothing where it says so: $format',
    async (one) => {
      expect(await kept(captioned, { ...one, keep: [...everything] }, { ...one, keep: [] })).toEqual([
        {
          ...rights,
          ImageDescription: 'The mayor’s café',
          description: { lang: 'x-default', value: 'The mayor’s café' },
        },
        {},
      ]);
      expect(await kept(captioned, { ...one, keep: ['copyright'] })).toEqual([
        { Copyright: rights.Copyright, rights: rights.rights },
      ]);
    },
  );

  test('has the words in whatever encoding and block they came', async () => {
    const read = (name: string) => readFileSync(new URL(`../../fixtures/captions/${name}`, import.meta.url));
    const [iptc] = await kept(read('w01-iptc-cp1252.jpg'), webp);
    expect(iptc).toMatchObject({
      Credit: 'Šárka Žižková',
      Artist: 'Šárka Žižková',
      Copyright: '© 2024 Müller',
    });
    const [exif] = await kept(read('w02-exif-latin1.jpg'), jpeg);
    expect(exif).toMatchObject({
      Artist: 'Jürgen Müller',
      creator: 'Jürgen Müller',
      Copyright: '© 2024 Jürgen Müller',
    });
  });

  test('has every creator', async () => {
    const bytes = withSegments(
      plain,
      jpegSegment(
        0xe1,
        Buffer.concat([
          XMP_LABEL,
          xmpPacket('<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Ben</rdf:li></rdf:Seq></dc:creator>'),
        ]),
      ),
    );
    expect(await kept(bytes, webp)).toEqual([{ Artist: 'Ann; Ben', creator: ['Ann', 'Ben'] }]);
  });

  test('writes what XML gives a meaning to so that it has none', async () => {
    const bytes = withSegments(plain, jpegSegment(0xed, iptcBlock({ [CREDIT]: 'R&D <"Agency">' })));
    const { pictures } = await renderPicture(bytes, 'image/jpeg', [jpeg]);
    expect(String(pictures[0]?.data)).toContain('>R&amp;D &lt;&quot;Agency&quot;&gt;<');
  });

  test('of a picture without words is what it was: pixels', async () => {
    const { pictures } = await renderPicture(plain, 'image/jpeg', [jpeg, webp]);
    for (const { data } of pictures) expect(await tagsOf(data)).toEqual({});
    expect(pictures.map(({ data }) => data.includes('Exif') || data.includes('VP8X'))).toEqual([
      false,
      false,
    ]);
  });

  test('stays small, whatever the sender writes', async () => {
    const long = (character: string) =>
      iptcBlock({
        [BYLINE]: character.repeat(5000),
        [CREDIT]: character.repeat(5000),
        [COPYRIGHT]: character.repeat(5000),
      });
    const bytes = withSegments(plain, jpegSegment(0xed, long('x')));
    const { pictures } = await renderPicture(bytes, 'image/jpeg', [webp, { ...webp, keep: [] }]);
    const [worst = 0, none = 0] = pictures.map((one) => one.bytes);
    expect(worst - none).toBeLessThan(4000);
    const usual = await renderPicture(captioned, 'image/jpeg', [webp]);
    expect((usual.pictures[0]?.bytes ?? 0) - none).toBeLessThan(1000);
  });

  test.each([jpeg, webp])(
    'shows the same with its words as without, at its size: $format',
    async (rendition) => {
      const { pictures } = await renderPicture(captioned, 'image/jpeg', [
        rendition,
        { ...rendition, keep: [] },
      ]);
      const pixels = await Promise.all(
        pictures.map(({ data }) => sharp(data, { failOn: 'warning' }).raw().toBuffer()),
      );
      expect(pixels[0]?.equals(pixels[1] ?? Buffer.alloc(0))).toBe(true);
      expect(pictures.map(({ bytes, data }) => bytes - data.length)).toEqual([0, 0]);
      expect(await sharp(pictures[0]?.data).metadata()).toMatchObject({ width: 160, height: 100 });
    },
  );

  test('with transparency keeps it beside its words', async () => {
    const png = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#ff000080' } })
      .withExif({ IFD0: { Copyright: 'Ann', Artist: 'odd' } })
      .png()
      .toBuffer();
    const { pictures } = await renderPicture(png, 'image/png', [webp]);
    const [{ data = Buffer.alloc(0) } = {}] = pictures;
    expect(await tagsOf(data)).toMatchObject({ Copyright: 'Ann' });
    expect((await sharp(data).raw().toBuffer())[3]).toBe(0x80);
  });

  test('never has a position, a serial number, a maker’s note or an embedded thumbnail', async () => {
    const secret = 'SECRET';
    const bytes = await sharp(plain)
      .withExif({
        IFD0: { Copyright: 'Ann', Make: secret, Model: secret, Software: secret, HostComputer: secret },
        IFD2: {
          BodySerialNumber: secret,
          LensSerialNumber: secret,
          CameraOwnerName: secret,
          MakerNote: secret,
        },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSAreaInformation: secret },
      })
      .withXmp(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:exif="http://ns.adobe.com/exif/1.0/" aux:SerialNumber="${secret}" exif:GPSLatitude="51,30.0N"/></rdf:RDF></x:xmpmeta>`,
      )
      .jpeg()
      .toBuffer();
    const { pictures } = await renderPicture(bytes, 'image/jpeg', [
      { ...jpeg, keep: [...everything] },
      { ...webp, keep: [...everything] },
    ]);
    for (const { data } of pictures) {
      expect(await tagsOf(data)).toEqual({ Copyright: 'Ann', rights: { lang: 'x-default', value: 'Ann' } });
      expect(
        data.includes(secret) || data.includes('GPS') || data.includes(Buffer.from(secret, 'utf16le')),
      ).toBe(false);
      if (data[0] === 0xff) expect(await exifr.gps(data)).toBeUndefined();
      expect(data[0] === 0xff ? await exifr.thumbnail(data) : undefined).toBeUndefined();
    }
  });
});
