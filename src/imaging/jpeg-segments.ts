/** A marker of a JPEG with its segment (ITU T.81, B.1.1.4). */
export interface Segment {
  marker: number;
  /** Where the marker's second byte is; the first is right before it. */
  at: number;
  /** Where the contents begin, past the length. */
  data: number;
  end: number;
}

export const markers = {
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DHP: 0xde,
  APP0: 0xe0,
  APP14: 0xee,
  JPEG_LS: 0xf7,
} as const;

/**
 * The next segment of a JPEG outside its scans. Stray bytes, fill bytes and markers without meaning there are passed
 * over, as libjpeg does. Linear, since each call begins where the one before ended.
 * @throws RangeError where the bytes end before the segment's length
 */
export function nextSegment(view: DataView, from: number): Segment {
  for (let at = from; ; ) {
    while (view.getUint8(at) !== 0xff) at += 1;
    while (view.getUint8(at) === 0xff) at += 1;
    const marker = view.getUint8(at);
    if (marker === markers.SOI || marker === markers.EOI) return { marker, at, data: at + 1, end: at + 1 };
    at += 1;
    if (isBare(marker)) continue;
    return { marker, at: at - 1, data: at + 2, end: at + view.getUint16(at) };
  }
}

/** Whether the length makes sense: it counts its own two bytes. */
export function isSound({ data, end }: Segment): boolean {
  return end >= data;
}

/** Markers without a segment: a stuffed 00, TEM and the restarts. */
function isBare(marker: number): boolean {
  return marker <= 0x01 || isRestart(marker);
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** SOF0 to SOF15, among which C4, C8 and CC mean other things. */
export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Where a scan's coded data ends: at the next marker that is no restart, or where the bytes end. */
export function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    const start = at;
    while (bytes[at] === 0xff) at += 1;
    const code = bytes[at];
    if (code === undefined) return start;
    if (code !== 0 && !isRestart(code)) return start;
  }
  return bytes.length;
}
