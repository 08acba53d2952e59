import type { AcceptedType } from '#core/image';

/** Pixels as stored, before any orientation is applied. */
export interface Size {
  width: number;
  height: number;
}

/** Reads a header: its size, or undefined when it makes no sense. A read past the end throws RangeError. */
type SizeReader = (view: DataView) => Size | undefined;

const readers: Record<AcceptedType, SizeReader> = {
  'image/jpeg': jpegSize,
  'image/png': pngSize,
  'image/webp': webpSize,
  'image/gif': gifSize,
  'image/avif': avifSize,
};

/**
 * Reads how large a picture says it is, from its header alone.
 *
 * Our own readers, since image-size 2.1 takes seconds over 50 MB of hostile JPEG, reads past the end of a cut
 * WebP, knows no `avis`, refuses JPEG fill bytes, and cannot tell a cut header from a damaged one.
 * @param head the file from its start
 * @returns the size as stored in pixels, 'short' when the head ends before it, 'corrupt' when it makes no sense
 */
export function readSize(head: Uint8Array, contentType: AcceptedType): Size | 'short' | 'corrupt' {
  try {
    return readers[contentType](new DataView(head.buffer, head.byteOffset, head.byteLength)) ?? 'corrupt';
  } catch (error) {
    // DataView throws RangeError for a read past its end: here that is an answer, not a mistake.
    if (error instanceof RangeError) return 'short';
    throw error;
  }
}

/** Walks the segments up to the frame header (ITU T.81, B.2). */
function jpegSize(view: DataView): Size | undefined {
  let at = 2;
  for (;;) {
    // libjpeg skips stray bytes before a marker and fill bytes in it, so both are harmless here.
    while (view.getUint8(at) !== 0xff) at += 1;
    while (view.getUint8(at) === 0xff) at += 1;
    const marker = view.getUint8(at);
    at += 1;
    if (isFrame(marker)) return { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    if (marker >= 0xd8 && marker <= 0xda) return undefined;
    if (standsAlone(marker)) continue;
    const length = view.getUint16(at);
    if (length < 2) return undefined;
    at += length;
  }
}

/** SOF0 to SOF15, among which C4, C8 and CC mean other things. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Markers without a length: a stuffed 00, TEM and the restarts. */
function standsAlone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** IHDR comes first and is 13 bytes long (PNG, third edition, 11.2.1). */
function pngSize(view: DataView): Size | undefined {
  const isPng = view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a;
  const isHeader = view.getUint32(8) === 13 && view.getUint32(12) === 0x49484452;
  if (!isPng || !isHeader) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): Size | undefined {
  const version = view.getUint16(4);
  if (version !== 0x3761 && version !== 0x3961) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** RFC 9649: extended, lossless (sections 2.7 and 3.4) or lossy (RFC 6386, 9.1). */
function webpSize(view: DataView): Size | undefined {
  const form = view.getUint32(12);
  if (form === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (form === 0x5650384c) return losslessSize(view);
  if (form !== 0x56503820) return undefined;
  if (uint24(view, 23) !== 0x2a019d) return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function losslessSize(view: DataView): Size | undefined {
  if (view.getUint8(20) !== 0x2f) return undefined;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

interface Box {
  from: number;
  end: number;
}

/** The largest `ispe`: a grid's own size is larger than its tiles', a thumbnail's smaller (ISO/IEC 23008-12, 6.5.3). */
function avifSize(view: DataView): Size | undefined {
  const meta = findBox(view, 'meta', { from: 0, end: Number.POSITIVE_INFINITY });
  const iprp = meta && findBox(view, 'iprp', { from: meta.from + 4, end: meta.end });
  const ipco = iprp && findBox(view, 'ipco', iprp);
  let largest: Size | undefined;
  for (let rest = ipco; rest; ) {
    const ispe: Box | undefined = findBox(view, 'ispe', rest);
    if (!ispe) break;
    const size = { width: view.getUint32(ispe.from + 4), height: view.getUint32(ispe.from + 8) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
    rest = { from: ispe.end, end: rest.end };
  }
  return largest;
}

/** The insides of the first box of that type; each step is at least 8 bytes on, so it ends. */
function findBox(view: DataView, type: string, inside: Box): Box | undefined {
  const wanted = Buffer.from(type, 'latin1').readUInt32BE();
  let at = inside.from;
  while (at + 8 <= inside.end) {
    const size = view.getUint32(at);
    const from = size === 1 ? at + 16 : at + 8;
    const end = size === 0 ? inside.end : at + (size === 1 ? Number(view.getBigUint64(at + 8)) : size);
    if (end < from) return undefined;
    if (view.getUint32(at + 4) === wanted) return { from, end };
    at = end;
  }
  return undefined;
}
