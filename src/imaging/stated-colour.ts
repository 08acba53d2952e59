import { types } from 'node:util';
import type { Metadata } from 'sharp';
import type { AcceptedType } from '#core/image';
import { type StreamColour, streamColour } from './av1.ts';
import { type Chromaticities, conversion } from './chromaticities.ts';
import { type ColourSpace, codedSpace, isSrgb, SRGB } from './colour-space.ts';
import { codePoints, isLinear, profileSpace } from './icc.ts';
import { type Box, fourCC, primaryData, primaryProperties } from './isobmff.ts';
import { type Chunk, chunksOf } from './png.ts';

/** What a file says of its colours. */
export interface StatedColour {
  /** What its samples are: of a colour space, of the embedded ICC profile's, or sRGB. */
  space: ColourSpace | 'profile' | 'linear profile' | 'srgb';
  /** Whether the file says something of its colours that is not followed. */
  approximate?: true;
  /** The `iCCP` chunk of a grey PNG that libpng passed over, since it allows no profile of RGB there. */
  passedOver?: Buffer;
}

const SRGB_ASSUMED: StatedColour = { space: 'srgb' };
const NOT_FOLLOWED: StatedColour = { space: 'srgb', approximate: true };
/** PNG's colour types without colours: grey, and grey with alpha (11.2.1). */
const GREY_TYPES = [0, 4];
/** A gamma within 5 % of 1/2.2 stands for sRGB, as libpng (PNG_GAMMA_THRESHOLD) and browsers have it. */
const SRGB_GAMMA = 1 / 2.2;
const GAMMA_TOLERANCE = 0.05;

/** The matrices to RGB that libheif knows (ITU-T H.273, table 4); it takes another for one of these, or refuses. */
const DECODED_MATRICES = [0, 1, 2, 4, 5, 6, 7, 8, 9, 12];
/** "Unspecified" and the reserved code points beside it (ITU-T H.273); browsers take BT.709's curve for sRGB's. */
const READ_AS_SRGB = { primaries: [0, 2, 3], transfer: [0, 1, 2, 3, 6, 14, 15] } as const;

/**
 * Reads what a file says of its colours, by the precedence of PNG (third edition, 4.3) and AVIF (MIAF, 7.3.6.4).
 * Where these leave a choice, it is Chromium's.
 * @param icc the profile that the decoder found and can use
 */
export function statedColour(
  bytes: Buffer,
  type: AcceptedType,
  { icc }: Pick<Metadata, 'icc'>,
): StatedColour {
  try {
    if (type === 'image/png') return pngColour(bytes, icc);
    if (icc) return profileColour(icc);
    return type === 'image/avif' ? avifColour(bytes) : SRGB_ASSUMED;
  } catch (error) {
    // A read past the end: what says it is cut short.
    if (types.isNativeError(error) && error.name === 'RangeError') return NOT_FOLLOWED;
    throw error;
  }
}

/** Code points in a profile go before its curves and tables (ICC.1:2022, 9.2.17). */
function profileColour(icc: Buffer): StatedColour {
  const space = profileSpace(icc) === 'RGB ' ? fullRange(codePoints(icc)) : undefined;
  return space ? stated(space) : { space: isLinear(icc) ? 'linear profile' : 'profile' };
}

/** The space of primaries, transfer, matrix and range in a byte each; RGB has no matrix, and is of full range. */
function fullRange(cicp: Uint8Array | undefined): ColourSpace | undefined {
  const [primaries = 0, transfer = 0, matrix, range] = cicp ?? [];
  return matrix === 0 && range === 1 ? codedSpace(primaries, transfer) : undefined;
}

function pngColour(bytes: Buffer, icc: Buffer | undefined): StatedColour {
  const chunks = chunksBeforePixels(bytes);
  const data = (type: string) => chunks.get(type)?.data;
  const coded = fullRange(data('cICP'));
  const light = (data('cLLI')?.readUInt32BE() ?? 0) / 10_000;
  if (coded) return stated(coded, light || masteredAt(data('mDCV')));
  const next = icc ? profileColour(icc) : chunks.has('sRGB') ? SRGB_ASSUMED : gammaColour(data);
  const passedOver = icc ? undefined : chunks.get('iCCP')?.whole;
  if (!passedOver) return chunks.has('cICP') ? { ...next, approximate: true } : next;
  const isGrey = GREY_TYPES.includes(data('IHDR')?.readUInt8(9) ?? -1);
  return { ...next, approximate: true, ...(isGrey && { passedOver }) };
}

/** The first chunk of each type. */
function chunksBeforePixels(bytes: Buffer): ReadonlyMap<string, Chunk> {
  const chunks = new Map<string, Chunk>();
  for (const chunk of chunksOf(bytes)) {
    if (chunk.type === 'IDAT') break;
    if (!chunks.has(chunk.type)) chunks.set(chunk.type, chunk);
  }
  return chunks;
}

/** Chromaticities count beside a gamma only; without them it is sRGB's primaries. */
function gammaColour(data: (type: string) => Buffer | undefined): StatedColour {
  const gamma = (data('gAMA')?.readUInt32BE() ?? 0) / 100_000;
  if (gamma === 0) return SRGB_ASSUMED;
  const chrm = data('cHRM');
  if (!chrm && Math.abs(gamma / SRGB_GAMMA - 1) < GAMMA_TOLERANCE) return SRGB_ASSUMED;
  const primaries = chrm ? chromaticities(chrm) : SRGB;
  const usable = conversion(primaries, SRGB).flat().every(Number.isFinite);
  return usable ? stated({ primaries, transfer: 1 / gamma }) : NOT_FOLLOWED;
}

function chromaticities(chrm: Buffer): Chromaticities {
  const at = (one: number) =>
    [chrm.readUInt32BE(one * 8) / 100_000, chrm.readUInt32BE(one * 8 + 4) / 100_000] as const;
  return [at(0), at(1), at(2), at(3)];
}

function avifColour(bytes: Buffer): StatedColour {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const properties = primaryProperties(view);
  const coded = nclxOf(view, properties) ?? streamColourOf(view);
  if (!coded) return SRGB_ASSUMED;
  const { primaries, transfer, matrix } = coded;
  const space = codedSpace(
    READ_AS_SRGB.primaries.some((code) => code === primaries) ? 1 : primaries,
    READ_AS_SRGB.transfer.some((code) => code === transfer) ? 13 : transfer,
  );
  if (!space || !DECODED_MATRICES.includes(matrix)) return NOT_FOLLOWED;
  const property = (name: string) => {
    const box = properties.find(({ type }) => type === name);
    return box && bytes.subarray(box.from, box.end);
  };
  const light = property('clli')?.readUInt16BE() ?? 0;
  return stated(space, light || masteredAt(property('mdcv')));
}

/** Code points beside the picture, which go before those in it (ISO/IEC 23000-22, 7.3.6.4). */
function nclxOf(view: DataView, properties: readonly Box[]): StreamColour | undefined {
  const nclx = properties.find(({ type, from }) => type === 'colr' && fourCC(view, from) === 'nclx');
  const at = (offset: number) => view.getUint16((nclx?.from ?? 0) + offset);
  return nclx && { primaries: at(4), transfer: at(6), matrix: at(8) };
}

function streamColourOf(view: DataView): StreamColour | undefined {
  const data = primaryData(view);
  return data && streamColour(data);
}

/** The brightest light of the display a picture was made on, in cd/m² (SMPTE ST 2086; PNG 11.3.2.7, MIAF's `mdcv`). */
function masteredAt(display: Buffer | undefined): number {
  return (display?.readUInt32BE(16) ?? 0) / 10_000;
}

function stated(space: ColourSpace, peak = 0): StatedColour {
  if (isSrgb(space)) return SRGB_ASSUMED;
  return { space: peak > 0 ? { ...space, peak } : space };
}

/** Whether samples hold light above white (ITU-R BT.2100). */
export function isHdr(space: StatedColour['space']): boolean {
  return typeof space === 'object' && (space.transfer === 'pq' || space.transfer === 'hlg');
}
