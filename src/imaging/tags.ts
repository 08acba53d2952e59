import ExifReader from 'exifreader';
import * as z from 'zod';
import { jisOf, textOf, utf16Of } from './text.ts';

/** What is read of a picture's metadata, whatever block it stands in. */
export type Field = 'caption' | 'creator' | 'credit' | 'copyright' | 'sourceType';
/** What blocks say of each field, the first the most likely to be meant. */
export type Candidates = Partial<Record<Field, readonly string[]>>;

/** Named tags, and nothing else: position (GPS), maker's notes and thumbnails are never read. */
const EXIF = [
  'ImageDescription',
  'Artist',
  'Copyright',
  'UserComment',
  'XPTitle',
  'XPComment',
  'XPAuthor',
  'XPSubject',
] as const;
const IPTC = ['Caption/Abstract', 'By-line', 'Credit', 'Copyright Notice'] as const;

/** A JPEG segment's length field counts itself, so this is the most it can hold. */
const MAX_SEGMENT_BYTES = 0xffff - 2;

/** A user's comment begins with the name of its character set (Exif 2.32, 4.6.5). */
const CHARSET_BYTES = 8;

const bytes = z.array(z.number()).transform((all) => Uint8Array.from(all));
const value = z.union([bytes, z.array(z.string().optional())]);
const exifTags = z.partialRecord(z.enum(EXIF), z.object({ value }).catch({ value: [] }));
const iptcTag = z.object({ value: bytes });
const iptcTags = z.partialRecord(
  z.enum(IPTC),
  z.union([iptcTag.transform((one) => [one]), z.array(iptcTag)]).catch([]),
);

/** Reads EXIF, with or without the label that JPEG puts before it. Never throws. */
export function exifCandidates(block: Uint8Array): Candidates {
  // Other formats may hold more than a JPEG could: thousands of entries that all point to the same megabytes.
  const start = Buffer.from(block.subarray(0, MAX_SEGMENT_BYTES));
  const tiff = start.subarray(block[0] === 0x45 ? 'Exif\0\0'.length : 0);
  const tags = exifTags.parse(pick(EXIF, load(tiff, { exif: [...EXIF] })['exif']));
  const order = tiff[0] === 0x4d ? 'be' : 'le';
  const text = (name: (typeof EXIF)[number]) => exifText(name, tags[name]?.value, order);
  return {
    caption: [
      text('ImageDescription'),
      text('XPTitle'),
      text('XPSubject'),
      text('XPComment'),
      text('UserComment'),
    ],
    creator: [text('Artist'), text('XPAuthor')],
    copyright: [text('Copyright')],
  };
}

/** Reads IPTC as Photoshop wraps it in a JPEG. Never throws. */
export function iptcCandidates(block: Uint8Array): Candidates {
  const tags = iptcTags.parse(pick(IPTC, load(emptyJpeg(block), { iptc: [...IPTC] })['iptc']));
  const texts = (name: (typeof IPTC)[number]) => (tags[name] ?? []).map(({ value }) => textOf(value));
  return {
    caption: texts('Caption/Abstract'),
    creator: [texts('By-line').join('; ')],
    credit: texts('Credit'),
    copyright: texts('Copyright Notice'),
  };
}

function load(file: Buffer, includeTags: Record<string, string[]>): Record<string, unknown> {
  try {
    return { ...ExifReader.load(file, { expanded: true, includeTags }) };
  } catch {
    return {};
  }
}

/** Tags that others point to may come along. */
function pick(names: readonly string[], tags: unknown): Record<string, unknown> {
  const all = Object.entries(tags ?? {});
  return Object.fromEntries(all.filter(([name]) => names.includes(name)));
}

/** A JPEG of one metadata segment and no picture: the form that IPTC is read in. */
function emptyJpeg(block: Uint8Array): Buffer {
  const fits = block.length <= MAX_SEGMENT_BYTES ? block : Buffer.alloc(0);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xed, 0, 0]);
  head.writeUInt16BE(fits.length + 2, 4);
  return Buffer.concat([head, fits, Buffer.from([0xff, 0xd9])]);
}

type Name = (typeof EXIF)[number];
type Value = z.infer<typeof value>;

function exifText(name: Name, value: Value | undefined, order: 'le' | 'be'): string {
  if (value === undefined) return '';
  if (value instanceof Uint8Array) return upToNul(decoded(name, value, order));
  const parts = value.flatMap((one) => (one?.trim() ? [eightBit(one)] : []));
  // The photographer's copyright and the editor's, with a NUL between them.
  return name === 'Copyright' ? parts.join(', ') : (parts[0] ?? '');
}

/** The reader gives UTF-8 as text, and what is not valid as one character a byte. */
function eightBit(text: string): string {
  return /[^\0-\xff]/.test(text) ? text : textOf(Buffer.from(text, 'latin1'));
}

function decoded(name: Name, value: Uint8Array, order: 'le' | 'be'): string {
  if (name.startsWith('XP')) return utf16Of(value, 'le');
  if (name !== 'UserComment') return textOf(value);
  const text = value.subarray(CHARSET_BYTES);
  switch (Buffer.from(value.subarray(0, CHARSET_BYTES)).toString('latin1').replaceAll('\0', '')) {
    case 'UNICODE':
      return utf16Of(text, order);
    case 'JIS':
      return jisOf(text);
    case 'ASCII':
    case '':
      return textOf(text);
    default:
      return textOf(value);
  }
}

function upToNul(text: string): string {
  const [found = ''] = text.split('\0', 1);
  return found;
}
