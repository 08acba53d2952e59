/** Puts EXIF into a JPEG or WebP of libvips', which has its XMP already. */
export function withExif(picture: Buffer, format: 'jpeg' | 'webp', exif: Buffer): Buffer {
  return format === 'jpeg' ? intoJpeg(picture, exif) : intoWebp(picture, exif);
}

/** A segment of its own, after the one of JFIF, where that is. */
function intoJpeg(jpeg: Buffer, exif: Buffer): Buffer {
  const APP0 = 0xffe0;
  const at = jpeg.readUInt16BE(2) === APP0 ? 4 + jpeg.readUInt16BE(4) : 2;
  const head = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
  // The length counts all but the marker.
  head.writeUInt16BE(head.length - 2 + exif.length, 2);
  return Buffer.concat([jpeg.subarray(0, at), head, exif, jpeg.subarray(at)]);
}

/** A chunk of its own, before the one of XMP; the header has a bit that says so (WebP container specification, VP8X). */
function intoWebp(webp: Buffer, exif: Buffer): Buffer {
  const EXIF_BIT = 0x08;
  const [FLAGS_AT, HEAD_BYTES] = [20, 8];
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('EXIF', 0, 'latin1');
  head.writeUInt32LE(exif.length, 4);
  const chunk = Buffer.concat([head, exif, Buffer.alloc(exif.length % 2)]);
  const at = chunkOf(webp, 'XMP ');
  const whole = Buffer.concat([webp.subarray(0, at), chunk, webp.subarray(at)]);
  whole.writeUInt32LE(whole.length - HEAD_BYTES, 4);
  whole.writeUInt8(whole.readUInt8(FLAGS_AT) | EXIF_BIT, FLAGS_AT);
  return whole;
}

/** Where a chunk begins, or the end. */
function chunkOf(webp: Buffer, name: string): number {
  let at = 12;
  while (at < webp.length && webp.toString('latin1', at, at + 4) !== name) {
    const length = webp.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  return Math.min(at, webp.length);
}
