import { apply, conversion, type Vector } from './chromaticities.ts';
import { BT2020, type ColourSpace, REFERENCE_WHITE } from './colour-space.ts';

/** The peak of an HDR picture that states none, and HLG's nominal one, in cd/m² (ITU-R BT.2100, table 5). */
const NOMINAL_PEAK = 1000;

/**
 * How many times brighter linear light of that colour space is shown, 1 being white: always 1 unless it is HDR.
 * Chromium's default: the reference white tone mapping of SMPTE ST 2094-50, on the largest component in BT.2020.
 */
export function exposureOf(space: ColourSpace): (light: Vector) => number {
  if (space.transfer !== 'pq' && space.transfer !== 'hlg') return () => 1;
  const matrix = conversion(space.primaries, BT2020);
  const gain = gainTo(space.peak ?? NOMINAL_PEAK);
  const nominal = space.transfer === 'hlg' ? NOMINAL_PEAK / REFERENCE_WHITE : 1;
  return (light) => {
    const wide = apply(matrix, light);
    const shown = space.transfer === 'hlg' ? nominal * luma(wide) ** 0.2 : 1;
    return shown * gain(shown * Math.max(wide[0], wide[1], wide[2]));
  };
}

/** Of BT.2020, to which HLG's system gamma of 1.2 applies (ITU-R BT.2100, table 5). */
function luma([red, green, blue]: Vector): number {
  return Math.max(0, 0.2627 * red + 0.678 * green + 0.0593 * blue);
}

/** White is halved to make room for 1000 cd/m²; above it a parabola leads to the peak, which becomes white. */
function gainTo(peak: number): (light: number) => number {
  const headroom = peak / REFERENCE_WHITE;
  if (headroom <= 1) return () => 1;
  const white = 1 - 0.5 * Math.min(1, Math.log(headroom) / Math.log(NOMINAL_PEAK / REFERENCE_WHITE));
  // The curve's middle point lies 0.65 of the way from white to where white's slope would reach 1.
  const [x, y] = [0.35 + 0.65 / white, 0.35 * white + 0.65];
  return (light) => {
    if (light <= 1) return white;
    if (light >= headroom) return 1 / light;
    const b = x - 1;
    const t = (light - 1) / (b + Math.sqrt(b * b + (1 - 2 * x + headroom) * (light - 1)));
    return ((1 - t) ** 2 * white + 2 * t * (1 - t) * y + t * t) / light;
  };
}
