import { createHash } from 'node:crypto';
import { ImageRefused } from '#core/errors';
import type { AcceptedType, Original, Placeholder, Thumbnail } from '#core/image';
import { type Rendition, renditionType } from '#core/renditions';
import { captionsOf, type PictureWords, readWords } from './captions.ts';
import { type Decoded, decode, scaledTo } from './decode.ts';
import type { Size } from './dimensions.ts';
import { withExif } from './embed.ts';
import { inspectHeader } from './header.ts';
import { labelsFor } from './labels.ts';
import { placeholderOf } from './placeholder.ts';
import { pngTexts } from './png-texts.ts';
import { fromPixels, type Pixels, toPixels } from './vips.ts';

/** Pixels on their way, by width. */
type Sizes = Map<number, Promise<Pixels>>;

/** A thumbnail with its bytes; width and height in pixels. */
export interface RenderedRendition extends Thumbnail {
  data: Buffer;
}

/** All that comes of a picture. */
export interface RenderedPicture {
  original: Original;
  /** In the order of the renditions asked for. */
  pictures: RenderedRendition[];
  placeholder: Placeholder;
}

/**
 * WebP's effort, 0 to 6. For 1600 px of a phone photo effort 2 takes 80 ms and 298 KB, the default 4 takes 190 ms
 * and 288 KB (`bench/render.ts` measures the whole).
 */
const WEBP_EFFORT = 2;
/** A placeholder made from less than this is coarser than its hash can show. */
const PLACEHOLDER_WIDTH = 100;

/**
 * Renders a picture in all sizes from one decode: shrunk to the widest while it is read, then each size from the
 * next wider one's pixels. Upright, sRGB, first frame only, never enlarged; transparency stays in WebP and lies on
 * white in JPEG. Of the metadata only the words stay that a rendition keeps: all else was left with the original's file.
 * @param contentType what Inspect found; the bytes must still be of that type
 * @param renditions at least one; widths in pixels
 * @throws ImageRefused when the file is at fault; anything else thrown is a fault of ours
 */
export async function renderPicture(
  bytes: Buffer,
  contentType: AcceptedType,
  renditions: Rendition[],
): Promise<RenderedPicture> {
  mustBe(bytes, contentType);
  const widths = [...new Set(renditions.map((one) => one.width))].sort((a, b) => b - a);
  const decoded = await decode(bytes, contentType, widths[0] ?? PLACEHOLDER_WIDTH);
  const sizes = cascade(decoded, widths);
  const source = widths.findLast((width) => width >= PLACEHOLDER_WIDTH) ?? widths[0];
  const texts = contentType === 'image/png' ? pngTexts(bytes) : {};
  const words = readWords({ ...decoded.metadata, texts });
  const [pictures, placeholder] = await Promise.all([
    Promise.all(
      renditions.map(async (one) => encode(await pick(sizes, one.width, decoded.pixels), one, words)),
    ),
    pick(sizes, source, decoded.pixels).then(placeholderOf),
  ]);
  return { original: describe(bytes, contentType, decoded, words), pictures, placeholder };
}

function mustBe(bytes: Buffer, contentType: AcceptedType): void {
  const found = inspectHeader(bytes, bytes.length);
  if (found.verdict === 'refused') throw new ImageRefused(found.code);
  if (found.verdict === 'more' || found.contentType !== contentType) throw new ImageRefused('corrupt');
}

/** Starts each size from the one before it; an encoder need not wait for the narrower sizes. */
function cascade({ pixels, ...full }: Decoded, widths: number[]): Sizes {
  const sizes: Sizes = new Map();
  let previous = Promise.resolve(pixels);
  for (const width of widths) {
    previous = previous.then((wider) => shrink(wider, full, width));
    sizes.set(width, previous);
  }
  return sizes;
}

async function shrink(pixels: Pixels, full: Size, width: number): Promise<Pixels> {
  return pixels.width <= width ? pixels : await toPixels(fromPixels(pixels).resize(scaledTo(full, width)));
}

function pick(sizes: Sizes, width = 0, otherwise: Pixels): Promise<Pixels> {
  return sizes.get(width) ?? Promise.resolve(otherwise);
}

async function encode(pixels: Pixels, rendition: Rendition, words: PictureWords): Promise<RenderedRendition> {
  const { name, format, quality } = rendition;
  const picture = fromPixels(pixels);
  // mozjpeg would save 17 % and take ten times as long.
  const encoded =
    format === 'jpeg'
      ? picture.flatten({ background: '#ffffff' }).jpeg({ quality })
      : picture.webp({ quality, effort: WEBP_EFFORT });
  const labels = labelsFor(words, rendition);
  const data = labels
    ? withExif(await encoded.withXmp(labels.xmp).toBuffer(), format, labels.exif)
    : await encoded.toBuffer();
  const { width, height } = pixels;
  return { name, width, height, contentType: renditionType(format), bytes: data.length, data };
}

function describe(
  bytes: Buffer,
  contentType: AcceptedType,
  { width, height, colours }: Decoded,
  words: PictureWords,
): Original {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { contentType, bytes: bytes.length, width, height, sha256, ...colours, ...captionsOf(words) };
}
