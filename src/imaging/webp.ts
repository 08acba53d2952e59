import { ImageRefused } from '#core/errors';
import type { Size } from './dimensions.ts';

/** `RIFF`, a length, `WEBP`. */
const HEADER_BYTES = 12;
/** A chunk's type and length. */
const CHUNK_BYTES = 8;
/** Each may come once (RFC 9649, 2.7); of an animation's frames the first is kept. */
const KEPT = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L', 'EXIF', 'XMP ']);

/** RFC 9649: extended, lossless (sections 2.7 and 3.4) or lossy (RFC 6386, 9.1). */
export function webpSize(view: DataView): Size | 'corrupt' {
  const form = view.getUint32(12);
  if (form === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (form === 0x5650384c) return losslessSize(view);
  if (form !== 0x56503820) return 'corrupt';
  if (uint24(view, 23) !== 0x2a019d) return 'corrupt';
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function losslessSize(view: DataView): Size | 'corrupt' {
  if (view.getUint8(20) !== 0x2f) return 'corrupt';
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/**
 * Leaves out of a WebP all frames but the first, chunks that nobody knows, and what follows its end: the decoder looks
 * each frame up from the first on, so its time grows with the square of their number.
 * @throws ImageRefused `corrupt` where a chunk ends past the end of a file that says it is whole
 */
export function tidyWebp(bytes: Buffer): Buffer {
  const limit = Math.min(bytes.length, bytes.readUInt32LE(4) + 8);
  const kept = [bytes.subarray(0, HEADER_BYTES)];
  const missing = new Set(KEPT);
  for (let at = HEADER_BYTES; at + CHUNK_BYTES <= limit; ) {
    const length = bytes.readUInt32LE(at + 4);
    // Some writers leave out the padding byte of the last chunk.
    const end = at + CHUNK_BYTES + length + (length % 2);
    if (at + CHUNK_BYTES + length > limit) throw new ImageRefused('corrupt');
    if (missing.delete(bytes.toString('latin1', at, at + 4)))
      kept.push(bytes.subarray(at, Math.min(end, limit)));
    at = end;
  }
  const whole = Buffer.concat(kept);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}
