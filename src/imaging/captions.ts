import exifr from 'exifr';
import type { Metadata } from 'sharp';
import * as z from 'zod';
import { xmpText } from './xmp.ts';

/** What the sender's camera or editor wrote about a picture. */
export interface Captions {
  caption?: string;
  credit?: string;
  copyright?: string;
}

const MAX_CHARACTERS = 2000;
/** A JPEG segment's length field counts itself, so this is the most it can hold. */
const MAX_SEGMENT_BYTES = 0xffff - 2;

/** What lies further in is left unread: a JPEG segment holds 64 KB, and captions come early. */
const MAX_XMP_BYTES = 128 * 1024;

/** Named tags of two blocks, and nothing else: position (GPS), maker's notes and thumbnails are never read. */
const exifrOptions = {
  ifd0: { pick: ['ImageDescription', 'Artist', 'Copyright'] },
  iptc: { pick: ['Caption', 'Credit', 'CopyrightNotice'] },
  ...{
    ifd1: false,
    exif: false,
    gps: false,
    interop: false,
    xmp: false,
    icc: false,
    jfif: false,
    ihdr: false,
  },
  mergeOutput: false,
};

const text = z.union([z.string(), z.array(z.string()).transform((all) => all[0])]).optional();
const tags = z.object({
  ifd0: z.object({ ImageDescription: text, Artist: text, Copyright: text }).optional().catch(undefined),
  iptc: z.object({ Caption: text, Credit: text, CopyrightNotice: text }).optional().catch(undefined),
});

/**
 * Reads caption, credit and copyright from a picture's metadata blocks: IPTC first, then XMP, then EXIF.
 * Each is trimmed, without control characters, at most 2,000 characters. Never throws, whatever the blocks hold.
 * @param blocks as libvips finds them, which holds for every type; exifr's own AVIF reader can loop for ever
 */
export async function readCaptions(blocks: Pick<Metadata, 'exif' | 'iptc' | 'xmp'>): Promise<Captions> {
  const { iptc, ifd0 } = await readTags(blocks);
  const xmp = blocks.xmp?.toString('utf8', 0, MAX_XMP_BYTES) ?? '';
  return present({
    caption: [iptcText(iptc?.Caption), xmpText(xmp, 'dc:description'), ifd0?.ImageDescription],
    credit: [iptcText(iptc?.Credit), xmpText(xmp, 'photoshop:Credit'), ifd0?.Artist],
    copyright: [iptcText(iptc?.CopyrightNotice), xmpText(xmp, 'dc:rights'), ifd0?.Copyright],
  });
}

async function readTags({ exif, iptc }: Pick<Metadata, 'exif' | 'iptc'>): Promise<z.infer<typeof tags>> {
  const read = async (jpeg: Buffer) => (await exifr.parse(jpeg, exifrOptions).catch(() => undefined)) ?? {};
  // Apart, so that a damaged block does not spoil the other.
  const [one, other] = await Promise.all([
    read(emptyJpeg(0xe1, labelled(exif))),
    read(emptyJpeg(0xed, iptc)),
  ]);
  const parsed = tags.safeParse({ ifd0: one.ifd0, iptc: other.iptc });
  return parsed.success ? parsed.data : {};
}

/** EXIF as JPEG labels it; in a PNG it comes bare. */
function labelled(exif: Buffer | undefined): Buffer | undefined {
  const label = Buffer.from('Exif\0\0', 'latin1');
  return exif && !exif.subarray(0, label.length).equals(label) ? Buffer.concat([label, exif]) : exif;
}

/** A JPEG of one metadata segment and no picture: the form exifr reads both blocks in. */
function emptyJpeg(marker: number, block: Buffer | undefined): Buffer {
  const fits = block && block.length <= MAX_SEGMENT_BYTES ? block : Buffer.alloc(0);
  const head = Buffer.from([0xff, 0xd8, 0xff, marker, 0, 0]);
  head.writeUInt16BE(fits.length + 2, 4);
  return Buffer.concat([head, fits, Buffer.from([0xff, 0xd9])]);
}

/** IPTC comes as one character a byte; most writers mean UTF-8, some older ones Latin-1. */
function iptcText(latin1: string | undefined): string | undefined {
  if (latin1 === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return latin1;
  }
}

/** Keeps the first candidate of each field that has something to say. */
function present(candidates: Record<keyof Captions, (string | undefined)[]>): Captions {
  const found: Captions = {};
  for (const field of ['caption', 'credit', 'copyright'] as const) {
    const value = candidates[field].map(clean).find((one) => one !== '');
    if (value !== undefined) found[field] = value;
  }
  return found;
}

/** Controls become spaces, and marks that turn the writing direction go: they could garble a mail. */
function clean(value = ''): string {
  const plain = value.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '');
  return plain.trim().slice(0, MAX_CHARACTERS).trim().toWellFormed();
}
