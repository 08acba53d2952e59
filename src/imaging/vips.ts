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

/** Opens a picture. */
export function openPicture(bytes: Buffer): Opened {
  const options: SharpOptions = {
    autoOrient: true,
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
