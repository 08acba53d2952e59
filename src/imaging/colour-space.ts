import type { Chromaticities } from './chromaticities.ts';

/** A colour space as a file states it. */
export interface ColourSpace {
  primaries: Chromaticities;
  /** The curve, or the exponent, that makes samples linear. */
  transfer: Transfer | number;
  /** The brightest part of an HDR picture, in cd/m². */
  peak?: number;
}

/** A transfer characteristic (ITU-T H.273, table 3). */
export type Transfer = keyof typeof curves;

/** Diffuse white of an HDR picture, in cd/m² (ITU-R BT.2408, 2.2). */
export const REFERENCE_WHITE = 203;

const curves = {
  linear: (sample: number) => sample,
  srgb: (sample: number) => (sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4),
  smpte240: (sample: number) => (sample < 0.0913 ? sample / 4 : ((sample + 0.1115) / 1.1115) ** (1 / 0.45)),
  smpte428: (sample: number) => (52.37 / 48) * sample ** 2.6,
  pq: (sample: number) => {
    const root = sample ** (32 / 2523);
    const light = Math.max(root - 107 / 128, 0) / (2413 / 128 - (2392 / 128) * root);
    return (10_000 / REFERENCE_WHITE) * light ** (8192 / 1305);
  },
  hlg: (sample: number) =>
    sample <= 0.5 ? sample ** 2 / 3 : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12,
};

const D65 = [0.3127, 0.329] as const;
export const SRGB: Chromaticities = [D65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]];
const SMPTE_170M: Chromaticities = [D65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]];
export const BT2020: Chromaticities = [D65, [0.708, 0.292], [0.17, 0.797], [0.131, 0.046]];

/** ITU-T H.273, table 2. */
const primariesByCode: Readonly<Record<number, Chromaticities>> = {
  1: SRGB,
  4: [
    [0.31, 0.316],
    [0.67, 0.33],
    [0.21, 0.71],
    [0.14, 0.08],
  ],
  5: [D65, [0.64, 0.33], [0.29, 0.6], [0.15, 0.06]],
  6: SMPTE_170M,
  7: SMPTE_170M,
  8: [
    [0.31, 0.316],
    [0.681, 0.319],
    [0.243, 0.692],
    [0.145, 0.049],
  ],
  9: BT2020,
  10: [
    [1 / 3, 1 / 3],
    [1, 0],
    [0, 1],
    [0, 0],
  ],
  11: [
    [0.314, 0.351],
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  12: [D65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
  22: [D65, [0.63, 0.34], [0.295, 0.605], [0.155, 0.077]],
};

/** How displays show what BT.709's and BT.2020's cameras send (ITU-R BT.1886). */
const BT1886 = 2.4;

/** ITU-T H.273, table 3. */
const transferByCode: Readonly<Record<number, Transfer | number>> = {
  1: BT1886,
  4: 2.2,
  5: 2.8,
  6: BT1886,
  7: 'smpte240',
  8: 'linear',
  11: BT1886,
  13: 'srgb',
  14: BT1886,
  15: BT1886,
  16: 'pq',
  17: 'smpte428',
  18: 'hlg',
};

/** The linear light of a sample of 0 to 1, where 1 is white; PQ goes beyond, and HLG is the light of the scene. */
export function linearise(sample: number, { transfer }: ColourSpace): number {
  return typeof transfer === 'number' ? sample ** transfer : curves[transfer](sample);
}

/** The colour space of two code points of ITU-T H.273; undefined where one is unspecified or not known. */
export function codedSpace(primaries: number, transfer: number): ColourSpace | undefined {
  const [known, curve] = [primariesByCode[primaries], transferByCode[transfer]];
  return known && curve !== undefined ? { primaries: known, transfer: curve } : undefined;
}

/** Whether its pictures need nothing done to be sRGB. */
export function isSrgb({ primaries, transfer }: ColourSpace): boolean {
  return primaries === SRGB && transfer === 'srgb';
}
