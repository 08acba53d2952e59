import type { RefusalCode } from '#core/failures';
import { type AcceptedType, limits } from '#core/image';
import { readSize, type Size } from './dimensions.ts';
import { sniff } from './sniff.ts';

/** What a header says of a picture. `more`: the head ended too early, and the file goes on. */
export type Inspection =
  | { verdict: 'accepted'; contentType: AcceptedType; width: number; height: number }
  | { verdict: 'refused'; code: RefusalCode }
  | { verdict: 'more' };

/** Bytes within which every signature lies; a brand list is of this order too. */
const SIGNATURE_BYTES = 32;

/**
 * Judges a file by its first bytes: type from its signature, size from its header. Nothing is decoded, so
 * damage further in comes out when it is rendered.
 * @param head the file from its start; 1 MB is enough for nearly all
 * @param totalBytes the length of the whole file
 * @returns width and height in pixels as stored (an orientation is not applied), or why the file is refused
 */
export function inspectHeader(head: Uint8Array, totalBytes: number): Inspection {
  if (totalBytes === 0) return refused('empty-file');
  const goesOn = totalBytes > head.length;
  if (goesOn && head.length < SIGNATURE_BYTES) return { verdict: 'more' };
  const sniffed = sniff(head);
  if ('code' in sniffed) return refused(sniffed.code);
  const size = readSize(head, sniffed.contentType);
  if (size === 'short') return goesOn ? { verdict: 'more' } : refused('truncated');
  if (typeof size === 'string') return refused(size);
  if (sniffed.contentType === 'image/webp' && webpBytes(head) > totalBytes) return refused('truncated');
  const code = sizeRefusal(size);
  return code ? refused(code) : { verdict: 'accepted', contentType: sniffed.contentType, ...size };
}

/**
 * Why a picture of that size is refused, if it is; pixels are judged first, since they are what costs memory.
 * Limits: `limits` of core/image.
 */
export function sizeRefusal({ width, height }: Size): RefusalCode | undefined {
  if (width === 0 || height === 0) return 'zero-dimensions';
  if (width * height > limits.pixels) return 'too-many-pixels';
  if (Math.max(width, height) > limits.side) return 'side-too-long';
  return undefined;
}

/** How long a WebP says it is; libwebp cannot tell a cut file from a damaged one. Some lack the last padding byte. */
function webpBytes(head: Uint8Array): number {
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true) + 8 - 1;
}

function refused(code: RefusalCode): Inspection {
  return { verdict: 'refused', code };
}
