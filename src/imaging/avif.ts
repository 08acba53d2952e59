import type { Size } from './dimensions.ts';
import { boxesIn, findBox, findMeta } from './isobmff.ts';

/** Where the major brand is (ISO/IEC 14496-12, 4.3). */
const MAJOR_BRAND_AT = 8;
const STILL = 'avif';

/** The largest `ispe`: a grid's own size is larger than its tiles', a thumbnail's smaller (ISO/IEC 23008-12, 6.5.3). */
export function avifSize(view: DataView): Size | 'corrupt' {
  const meta = findMeta(view);
  const iprp = meta && findBox(view, 'iprp', meta);
  const ipco = iprp && findBox(view, 'ipco', iprp);
  let largest: Size | undefined;
  for (const { type, from } of ipco ? boxesIn(view, ipco) : []) {
    if (type !== 'ispe') continue;
    const size = { width: view.getUint32(from + 4), height: view.getUint32(from + 8) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest ?? 'corrupt';
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
