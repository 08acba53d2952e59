/** 0x80 to 0x9f in windows-1252, as WHATWG's index has them: Node 20's TextDecoder takes that encoding for Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Reads 8-bit text: UTF-8 where it is valid, else windows-1252. What the block says of its own encoding has no say:
 * many writers say nothing, and some say what is not so.
 */
export function textOf(bytes: Uint8Array): string {
  return utf8(bytes) ?? utf8CutShort(bytes) ?? windows1252(bytes);
}

/** Reads UTF-16; a byte order mark counts over `order`, and so do the bytes where nearly all would be no Latin letters. */
export function utf16Of(bytes: Uint8Array, order: 'le' | 'be'): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, 'le');
  if (first === 0xfe && second === 0xff) return utf16(bytes, 'be');
  const [told, other] = [utf16(bytes, order), utf16(bytes, order === 'le' ? 'be' : 'le')];
  return asciiIn(other) > asciiIn(told) ? other : told;
}

/** Reads what EXIF calls JIS: with the escapes of ISO-2022-JP, without them, or in truth Shift JIS. */
export function jisOf(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7f)) return new TextDecoder('shift_jis').decode(bytes);
  const escaped = bytes.includes(0x1b) ? bytes : Buffer.concat([Buffer.from('\x1b$B'), bytes]);
  return new TextDecoder('iso-2022-jp').decode(escaped);
}

function utf8(bytes: Uint8Array, options: TextDecodeOptions = {}): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, options);
  } catch {
    return undefined;
  }
}

/** IPTC's credit holds 32 bytes, and its writers cut inside a character: that one goes. "café" in Latin-1 is no such text. */
function utf8CutShort(bytes: Uint8Array): string | undefined {
  const text = utf8(bytes, { stream: true });
  return text !== undefined && /[^\0-\x7f]/.test(text) ? text : undefined;
}

function windows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (one) => WINDOWS_1252.charAt(one.charCodeAt(0) - 0x80));
}

function utf16(bytes: Uint8Array, order: 'le' | 'be'): string {
  return new TextDecoder(`utf-16${order}`).decode(bytes);
}

function asciiIn(text: string): number {
  return text.match(/[\x20-\x7e]/g)?.length ?? 0;
}
