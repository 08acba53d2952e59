import { rgbaToThumbHash } from 'thumbhash';
import type { Placeholder } from '#core/image';
import { fromPixels, type Pixels, toPixels } from './vips.ts';

/** ThumbHash takes no more a side. */
const MAX_SIDE = 100;

/** What is shown until a thumbnail has loaded: the average colour, and Evan Wallace's ThumbHash in base64. */
export async function placeholderOf(picture: Pixels): Promise<Placeholder> {
  const small = fromPixels(picture)
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha();
  const { data, width, height } = await toPixels(small);
  return {
    color: averageColor(data),
    thumbhash: Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64'),
  };
}

/** The mean of RGBA pixels weighted by alpha, as `#rrggbb`; white when all is transparent. */
function averageColor(rgba: Buffer): string {
  const sums = [0, 0, 0];
  let weight = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    const alpha = rgba.readUInt8(at + 3);
    weight += alpha;
    for (const [channel, sum] of sums.entries()) sums[channel] = sum + alpha * rgba.readUInt8(at + channel);
  }
  const channels = sums.map((sum) => (weight === 0 ? 255 : Math.round(sum / weight)));
  return `#${Buffer.from(channels).toString('hex')}`;
}
