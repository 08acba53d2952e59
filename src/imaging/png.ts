import { crc32 } from 'node:zlib';
import { ImageRefused } from '#core/errors';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const FRAMING_BYTES = 12;
/** The signature and IHDR, which comes first. */
const HEADER_BYTES = SIGNATURE_BYTES + FRAMING_BYTES + 13;
/** What drawing needs: the pixels, transparency, colour, and the orientation and captions in eXIf. */
const KEPT = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'cLLI',
  'mDCV',
  'eXIf',
]);
/** XMP comes in one of these, uncompressed. */
const XMP_START = 'XML:com.adobe.xmp\0\0';
/** Twice what a JPEG segment could hold. */
const MAX_XMP_BYTES = 128 * 1024;

export interface Chunk {
  type: string;
  data: Buffer;
  /** The chunk with its framing. */
  whole: Buffer;
}

/**
 * Checks a PNG's chunks and leaves out what is not needed to draw it, and all that follows its end.
 *
 * libpng inflates text chunks while it reads the header: 1 MB of them took 1.8 s, and 50 MB may be sent. It also
 * never looks at IEND, so it does not notice a cut there, and reports damage without words in interlaced pictures.
 * @throws ImageRefused `truncated` when the chunks end early, `corrupt` when a critical one fails its checksum
 */
export function tidyPng(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  // What lies side by side is kept in one piece: millions of chunks would take ten times their bytes.
  let [from, at] = [0, SIGNATURE_BYTES];
  const seen = new Set<string>();
  for (const chunk of chunksOf(bytes)) {
    const start = at;
    at += chunk.whole.length;
    if (isNeeded(chunk) && isIntact(chunk) && isFirst(chunk, seen)) continue;
    if (start > from) kept.push(bytes.subarray(from, start));
    from = at;
  }
  return Buffer.concat([...kept, bytes.subarray(from, at)]);
}

/**
 * A PNG's chunks, IEND the last.
 * @throws ImageRefused `truncated` when they end before it
 */
export function* chunksOf(bytes: Buffer): Generator<Chunk, void> {
  for (let at = SIGNATURE_BYTES; ; ) {
    const chunk = chunkAt(bytes, at);
    yield chunk;
    if (chunk.type === 'IEND') return;
    at += chunk.whole.length;
  }
}

/** A PNG with a chunk more, with its framing, right behind its header. */
export function withColour(png: Buffer, chunk: Buffer): Buffer {
  return Buffer.concat([png.subarray(0, HEADER_BYTES), chunk, png.subarray(HEADER_BYTES)]);
}

function chunkAt(bytes: Buffer, at: number): Chunk {
  if (at + FRAMING_BYTES > bytes.length) throw new ImageRefused('truncated');
  const end = at + FRAMING_BYTES + bytes.readUInt32BE(at);
  if (end > bytes.length) throw new ImageRefused('truncated');
  const whole = bytes.subarray(at, end);
  return { type: whole.toString('latin1', 4, 8), data: whole.subarray(8, -4), whole };
}

function isNeeded({ type, data }: Chunk): boolean {
  if (type !== 'iTXt') return KEPT.has(type);
  return data.length <= MAX_XMP_BYTES && data.toString('latin1', 0, XMP_START.length) === XMP_START;
}

/** Whether a chunk is as its writer left it, by its checksum. */
export function isSound({ whole }: Chunk): boolean {
  return crc32(whole.subarray(4, -4)) === whole.readUInt32BE(whole.length - 4);
}

/** As libpng does: a bad checksum costs an ancillary chunk, even one of transparency, and a critical one the picture. */
function isIntact(chunk: Chunk): boolean {
  if (isSound(chunk)) return true;
  if (isCritical(chunk)) throw new ImageRefused('corrupt');
  return false;
}

/** Ancillary chunks that are kept come once each (PNG, third edition, 5.6); libpng takes long to pass over the others. */
function isFirst(chunk: Chunk, seen: Set<string>): boolean {
  if (isCritical(chunk)) return true;
  const isNew = !seen.has(chunk.type);
  seen.add(chunk.type);
  return isNew;
}

/** Its first letter is a capital (PNG, third edition, 5.4). */
function isCritical({ type }: Chunk): boolean {
  return type.charAt(0) < 'a';
}
