import { apply, conversion, type Vector } from './chromaticities.ts';
import { type ColourSpace, linearise, SRGB } from './colour-space.ts';
import { exposureOf } from './tone-map.ts';
import type { Pixels, Samples } from './vips.ts';

/** Steps from black to white in the table from linear light to sRGB: 20 to the first of its 255. */
const STEPS = 65_535;

const encoded = Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
  const light = step / STEPS;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/**
 * Converts RGB or RGBA of a stated colour space, which libvips does for ICC profiles only. What sRGB cannot hold is
 * clipped channel by channel, and HDR is tone mapped.
 */
export function toSrgb({ data, channels, width, height }: Samples, space: ColourSpace): Pixels {
  const top = data.BYTES_PER_ELEMENT === 2 ? 65_535 : 255;
  const linear = Float32Array.from({ length: top + 1 }, (_, code) => linearise(code / top, space));
  const matrix = conversion(space.primaries, SRGB);
  const exposure = exposureOf(space);
  const srgb = Buffer.alloc(data.length);
  const light = (at: number) => linear[data[at] ?? 0] ?? 0;
  for (let at = 0; at < data.length; at += channels) {
    const stored: Vector = [light(at), light(at + 1), light(at + 2)];
    const scale = STEPS * exposure(stored);
    const [red, green, blue] = apply(matrix, stored);
    srgb[at] = encode(red * scale);
    srgb[at + 1] = encode(green * scale);
    srgb[at + 2] = encode(blue * scale);
    if (channels === 4) srgb[at + 3] = Math.round(((data[at + 3] ?? 0) * 255) / top);
  }
  return { data: srgb, channels, width, height };
}

/** The same samples with 8 bits each. */
export function eightBits({ data, ...rest }: Samples): Pixels {
  if (data.BYTES_PER_ELEMENT === 1)
    return { ...rest, data: Buffer.from(data.buffer, data.byteOffset, data.length) };
  const narrow = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 1) narrow[at] = (data[at] ?? 0) >> 8;
  return { ...rest, data: narrow };
}

function encode(steps: number): number {
  return encoded[Math.min(STEPS, Math.max(0, Math.round(steps)))] ?? 0;
}
