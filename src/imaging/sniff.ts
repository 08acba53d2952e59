import type { RefusalCode } from '#core/failures';
import type { AcceptedType } from '#core/image';

/** What the first bytes say a file is: a type that is taken in, or why it is not. */
export type Sniffed = { contentType: AcceptedType } | { code: RefusalCode };

/** Where a brand list is cut: real ones have under a dozen entries. */
const MAX_FTYP_BYTES = 1024;
/** Major brands of HEVC pictures and sequences (ISO/IEC 23008-12, annex B). */
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
/** Brands of the container only, without word of the codec. */
const HEIF_BRANDS = new Set(['mif1', 'mif2', 'msf1', 'miaf', 'heif']);
/** TIFF and BigTIFF, either byte order. */
const TIFF_SIGNATURES = new Set(['II*\0', 'MM\0*', 'II+\0', 'MM\0+']);

/** JPEG XL, JPEG 2000 and JPEG XR, as coded data or in a container. */
const OTHER_JPEGS = ['\xff\x0a', '\0\0\0\x0cJXL ', '\xff\x4f\xff\x51', '\0\0\0\x0cjP  ', 'II\xbc'];

/** The bytes from `start` to `end` as one character each; what lies past the end is left out. */
function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, Math.min(end, start + MAX_FTYP_BYTES)));
}

/**
 * Tells a file's type from its first bytes; the name and the announced type have no say.
 * @param head the file from its start
 */
export function sniff(head: Uint8Array): Sniffed {
  const start = ascii(head, 0, 4);
  if (start.startsWith('\xff\xd8') && (head.length === 2 || head[2] === 0xff))
    return { contentType: 'image/jpeg' };
  if (start === '\x89PNG') return { contentType: 'image/png' };
  if (start === 'GIF8') return { contentType: 'image/gif' };
  if (start === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return { contentType: 'image/webp' };
  if (ascii(head, 4, 8) === 'ftyp') return sniffBrands(head);
  if (TIFF_SIGNATURES.has(start)) return { code: 'tiff-not-supported' };
  const signature = ascii(head, 0, 8);
  if (OTHER_JPEGS.some((one) => signature.startsWith(one))) return { code: 'kind-not-supported' };
  return { code: isSvg(head) ? 'svg-not-supported' : 'not-an-image' };
}

function sniffBrands(head: Uint8Array): Sniffed {
  const size = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const brands = ascii(head, 8, Math.min(size, MAX_FTYP_BYTES)).match(/.{4}/gs) ?? [];
  const [major = '', , ...compatible] = brands;
  // A HEVC picture may also list avif as compatible; its pixels are HEVC all the same.
  if (HEVC_BRANDS.has(major)) return { code: 'heic-not-supported' };
  const all = [major, ...compatible];
  if (all.includes('avif') || (all.includes('avis') && all.includes('mif1')))
    return { contentType: 'image/avif' };
  // A sequence of frames alone: the decoder reads still pictures, which animations hold as well.
  if (all.includes('avis')) return { code: 'kind-not-supported' };
  const isHeif = all.some((one) => HEVC_BRANDS.has(one) || HEIF_BRANDS.has(one));
  return { code: isHeif ? 'heic-not-supported' : 'not-an-image' };
}

/** Whether the root element is `svg`, past BOM, white space, prolog, comments and a doctype with entities. */
function isSvg(head: Uint8Array): boolean {
  // Read as Latin-1 without NULs, so UTF-16 is understood too: markup is ASCII in both.
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('latin1')
    .replaceAll('\0', '');
  let at = skipSpace(text, 0);
  while (text.startsWith('<?', at) || text.startsWith('<!', at)) {
    const end = endOfDeclaration(text, at);
    if (end < 0) return /^<!doctype\s+svg\b/i.test(text.slice(at, at + 100));
    at = skipSpace(text, end);
  }
  return /^<(?:[\w.-]{1,40}:)?svg[\s/>]/i.test(text.slice(at, at + 50));
}

function skipSpace(text: string, from: number): number {
  let at = from;
  // The three marks are the UTF-8 and UTF-16 byte order marks, byte by byte.
  while (at < text.length && ' \t\r\n\f\xef\xbb\xbf\xfe\xff'.includes(text.charAt(at))) at += 1;
  return at;
}

/** Where `<?…?>`, `<!--…-->` or `<!doctype…>` ends, or -1 when it does not. */
function endOfDeclaration(text: string, from: number): number {
  if (text.startsWith('<?', from)) return after(text, '?>', from);
  if (text.startsWith('<!--', from)) return after(text, '-->', from);
  const close = after(text, '>', from);
  // Only up to there: looked for in all that follows, it would be a search of the whole text for each declaration.
  const subset = (close < 0 ? text.slice(from) : text.slice(from, close)).indexOf('[');
  if (subset < 0) return close;
  const end = after(text, ']', from + subset);
  return end < 0 ? -1 : after(text, '>', end);
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? -1 : at + what.length;
}
