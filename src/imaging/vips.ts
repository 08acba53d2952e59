import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { limits } from '#core/image';

// Only these five may read foreign bytes: no SVG, TIFF, PDF or ImageMagick, and nothing from a file.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
// One picture's operations are never wanted for the next.
sharp.cache(false);
// The sizes of a picture already run side by side; threads inside one gained 10 % of its decoding at most.
sharp.concurrency(1);

/** Pixels in memory, 8 bits a channel, sRGB, with alpha when there are four. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
}

/** A picture's first frame, upright, never larger than `limits.pixels`. */
export interface Opened {
  picture: Sharp;
  /** What libvips warned of so far; complete when the picture's pixels are there. */
  warnings: readonly string[];
}

/** What happens to an embedded ICC profile: it is converted from at once, or kept for a later step. */
export type ProfileUse = 'converted' | 'kept';

/** Opens a picture. */
export function openPicture(bytes: Buffer, profile: ProfileUse = 'converted'): Opened {
  const options: SharpOptions = {
    autoOrient: true,
    ignoreIcc: profile === 'kept',
    // 'warning' would end earlier, but overlooks damage in the last rows and says nothing of how much there is.
    failOn: 'error',
    limitInputPixels: limits.pixels,
    pages: 1,
    sequentialRead: true,
  };
  const warnings: string[] = [];
  const picture = sharp(bytes, options).on('warning', (warning) => warnings.push(String(warning)));
  return { picture, warnings };
}

/** Continues from pixels in memory. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs a pipeline to its pixels. */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Samples in memory: RGB of 8 or 16 bits, with alpha when there are four. */
export interface Samples {
  data: Uint8Array | Uint16Array;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Runs a pipeline to its samples, without losing depth. */
export async function toSamples(pipeline: Sharp, deep: boolean): Promise<Samples> {
  const raw = pipeline.raw({ depth: deep ? 'ushort' : 'uchar' });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { data: samples, width, height, channels: info.channels === 4 ? 4 : 3 };
}
