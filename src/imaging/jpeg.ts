import { ImageRefused } from '#core/errors';
import type { Size } from './dimensions.ts';
import { addScan, hasAll, type Scans } from './jpeg-scans.ts';
import { endOfScan, isFrame, isSound, markers, nextSegment, type Segment } from './jpeg-segments.ts';

/** The fields of a frame header that matter here (ITU T.81, B.2.2). */
interface Frame {
  marker: number;
  precision: number;
  size: Size;
  components: number;
}

/** A JPEG that libjpeg reads without a warning, unless it is damaged. */
export interface TidyJpeg {
  bytes: Buffer;
  /** Whether the file lacked its end marker, so that damage at its end means that it was cut. */
  cut: boolean;
}

const { SOI, EOI, SOS, DHP, APP0, APP14, JPEG_LS } = markers;
/** JFIF, EXIF and XMP, ICC, IPTC, Adobe's colour transform. Other applications' segments and comments are dropped. */
const KEPT_APPLICATIONS = new Set<number>([APP0, 0xe1, 0xe2, 0xed, APP14]);
/** Baseline, extended, progressive, lossless, and two of them with arithmetic coding: what libjpeg-turbo decodes. */
const READABLE_FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca]);
/** Frames whose scans carry all 64 coefficients. */
const SEQUENTIAL_FRAMES = new Set([0xc0, 0xc1, 0xc9]);
const PROGRESSIVE_FRAMES = new Set([0xc2, 0xca]);
/** Encoders make up to 12. Each scan costs a pass over the whole picture, however short it is. */
const MAX_SCANS = 100;
/** A file of 50 MB whose segments are all full has 800. */
const MAX_SEGMENTS = 10_000;

/** Reads the frame header of a head, and throws RangeError where the head ends before it. */
export function jpegSize(view: DataView): Size | 'corrupt' | 'kind-not-supported' {
  const frame = findFrame(view);
  if (typeof frame === 'string') return frame;
  return isReadable(frame) ? frame.size : 'kind-not-supported';
}

function findFrame(view: DataView): Frame | 'corrupt' | 'kind-not-supported' {
  for (let at = 2; ; ) {
    const segment = nextSegment(view, at);
    const { marker, data, end } = segment;
    if (marker === DHP || marker === JPEG_LS) return 'kind-not-supported';
    if (!isSound(segment) || marker === SOI || marker === EOI || marker === SOS) return 'corrupt';
    if (isFrame(marker)) {
      const size = { height: view.getUint16(data + 1), width: view.getUint16(data + 3) };
      return { marker, precision: view.getUint8(data), size, components: view.getUint8(data + 5) };
    }
    at = end;
  }
}

/** libjpeg-turbo is built for 8 bits here, and has no colours for two components. */
function isReadable({ marker, precision, components }: Frame): boolean {
  return READABLE_FRAMES.has(marker) && precision === 8 && [1, 3, 4].includes(components);
}

/**
 * Leaves out of a JPEG what drawing does not need, and rewrites what libjpeg warns of though it costs no pixel, so
 * that each warning left means damage: stray bytes between segments, a JFIF revision other than 1, a colour transform
 * that Adobe does not define, scan parameters without meaning in a sequential picture (Samsung's cameras write such),
 * and a missing end marker behind the last scan.
 * @throws ImageRefused `too-complex` for more than 100 scans or 10,000 segments, `truncated` or `corrupt` for segments without sense
 */
export function tidyJpeg(bytes: Buffer): TidyJpeg {
  try {
    return tidy(bytes);
  } catch (error) {
    // DataView throws RangeError for a read past its end.
    if (error instanceof RangeError) throw new ImageRefused('truncated');
    throw error;
  }
}

function tidy(bytes: Buffer): TidyJpeg {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frame = findFrame(view);
  if (typeof frame === 'string') throw new ImageRefused(frame);
  const parts = [bytes.subarray(0, 2)];
  const scans: Scans = { count: 0, arrived: new Map() };
  for (let at = 2; ; ) {
    const segment = nextSegment(view, at);
    if (!isSound(segment)) throw new ImageRefused('corrupt');
    if (segment.end > bytes.length) throw new ImageRefused('truncated');
    at = segment.end;
    if (isDropped(segment.marker)) continue;
    if (parts.length > MAX_SEGMENTS) throw new ImageRefused('too-complex');
    parts.push(rewritten(bytes, segment, frame));
    if (segment.marker === EOI) return { bytes: Buffer.concat(parts), cut: false };
    if (segment.marker !== SOS) continue;
    addScan(scans, view, segment, PROGRESSIVE_FRAMES.has(frame.marker));
    if (scans.count > MAX_SCANS) throw new ImageRefused('too-complex');
    at = endOfScan(bytes, segment.end);
    parts.push(bytes.subarray(segment.end, at));
    if (at < bytes.length - 1) continue;
    if (hasAll(scans, frame.components)) parts.push(Buffer.from([0xff, EOI]));
    return { bytes: Buffer.concat(parts), cut: true };
  }
}

function isDropped(marker: number): boolean {
  const isApplication = marker >= APP0 && marker <= 0xef;
  return marker === 0xfe || (isApplication && !KEPT_APPLICATIONS.has(marker));
}

/** The segment with its marker, and without what libjpeg needlessly warns of. */
function rewritten(bytes: Buffer, segment: Segment, frame: Frame): Buffer {
  const { marker, at, data, end } = segment;
  const part = bytes.subarray(at - 1, end);
  const change = (from: number, ...values: number[]): Buffer => {
    const copy = Buffer.from(part);
    copy.set(values, from - at + 1);
    return copy;
  };
  if (marker === APP0 && isNamed(bytes, segment, 'JFIF\0', 14)) return change(data + 5, 1);
  if (marker === APP14 && isNamed(bytes, segment, 'Adobe', 12)) {
    const known = { 3: [1, 0], 4: [2, 0] }[frame.components];
    const transform = bytes[data + 11] ?? 0;
    return known && !known.includes(transform) ? change(data + 11, known[0] ?? 0) : part;
  }
  // The last three bytes: first and last coefficient, and two bit positions (ITU T.81, B.2.3).
  if (marker === SOS && SEQUENTIAL_FRAMES.has(frame.marker) && end - data >= 6)
    return change(end - 3, 0, 63, 0);
  return part;
}

function isNamed(bytes: Buffer, { data, end }: Segment, name: string, least: number): boolean {
  return end - data >= least && bytes.toString('latin1', data, data + name.length) === name;
}
