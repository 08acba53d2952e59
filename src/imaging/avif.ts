import type { Size } from './dimensions.ts';

/** Where the major brand is (ISO/IEC 14496-12, 4.3). */
const MAJOR_BRAND_AT = 8;
const STILL = 'avif';

interface Box {
  from: number;
  end: number;
}

/** The largest `ispe`: a grid's own size is larger than its tiles', a thumbnail's smaller (ISO/IEC 23008-12, 6.5.3). */
export function avifSize(view: DataView): Size | 'corrupt' {
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
  return largest ?? 'corrupt';
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

/**
 * Names a still picture as the main brand, since the decoder takes few others: an animation (`avis`) holds its first
 * frame, or a poster, as a still picture as well.
 */
export function tidyAvif(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', MAJOR_BRAND_AT, MAJOR_BRAND_AT + STILL.length) === STILL) return bytes;
  const copy = Buffer.from(bytes);
  copy.write(STILL, MAJOR_BRAND_AT, 'latin1');
  return copy;
}
