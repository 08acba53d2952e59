/** Header, then the number of tags, then 12 bytes for each (ICC.1:2022, 7.2 and 7.3). */
const TAGS_AT = 128;
const TAG_BYTES = 12;

/** The colours a profile is for, such as `RGB ` or `GRAY`; empty in a cut one (ICC.1:2022, 7.2.8). */
export function profileSpace(icc: Buffer): string {
  return icc.toString('latin1', 16, 20);
}

/** A profile's code points: primaries, transfer, matrix and full range, a byte each (ICC.1:2022, 10.3). */
export function codePoints(icc: Buffer): Buffer | undefined {
  return tag(icc, 'cicp')?.subarray(8, 12);
}

/**
 * Whether a profile's samples are nearly linear light, of which 8 bits are too few in the dark: the middle one is
 * above 0.4, where a gamma of 1.8 has 0.29 (ICC.1:2022, 10.6 and 10.18).
 */
export function isLinear(icc: Buffer): boolean {
  const curve = tag(icc, 'rTRC') ?? tag(icc, 'kTRC');
  if (!curve) return false;
  if (curve.toString('latin1', 0, 4) === 'para') return 0.5 ** (curve.readInt32BE(12) / 65_536) > 0.4;
  const count = curve.readUInt32BE(8);
  if (count < 2) return count === 0 || 0.5 ** (curve.readUInt16BE(12) / 256) > 0.4;
  return curve.readUInt16BE(12 + 2 * (count >> 1)) / 65_535 > 0.4;
}

function tag(icc: Buffer, name: string): Buffer | undefined {
  const first = TAGS_AT + 4;
  const end = Math.min(icc.length - TAG_BYTES, first + (icc.readUInt32BE(TAGS_AT) - 1) * TAG_BYTES);
  for (let at = first; at <= end; at += TAG_BYTES) {
    if (icc.toString('latin1', at, at + 4) !== name) continue;
    const offset = icc.readUInt32BE(at + 4);
    return icc.subarray(offset, offset + icc.readUInt32BE(at + 8));
  }
  return undefined;
}
