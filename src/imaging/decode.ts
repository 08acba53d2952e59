import type { Metadata, Sharp } from 'sharp';
import { ImageRefused } from '#core/errors';
import type { RefusalCode } from '#core/failures';
import type { AcceptedType, Original } from '#core/image';
import { tidyAvif } from './avif.ts';
import type { Size } from './dimensions.ts';
import { type GifFrame, tidyGif } from './gif.ts';
import { sizeRefusal } from './header.ts';
import { inSrgb } from './in-srgb.ts';
import { tidyJpeg } from './jpeg.ts';
import { tidyPng } from './png.ts';
import { isHdr, statedColour } from './stated-colour.ts';
import { openPicture, type Pixels, type ProfileUse } from './vips.ts';
import { isDamaged } from './warnings.ts';
import { tidyWebp } from './webp.ts';

/** What is on record of a picture's colours. */
type Colours = Pick<Original, 'dynamicRange' | 'colorAccuracy'>;

/** A picture decoded once. `width` and `height` are the original's, upright; `pixels` are already shrunk. */
export interface Decoded {
  width: number;
  height: number;
  pixels: Pixels;
  colours: Colours;
  /** The metadata blocks that captions are read from. */
  metadata: Pick<Metadata, 'exif' | 'iptc' | 'xmp'>;
}

/** A file as its decoder should see it, see `tidy` of each type. */
interface Source {
  bytes: Buffer;
  /** Whether damage means that the file was cut. */
  cut?: boolean;
  /** Where a frame lies that does not fill its canvas. */
  placed?: GifFrame;
}

/** What libvips says, and what the contributor is told. The first match counts; no match is a fault of ours. */
const refusalsByMessage: readonly (readonly [RegExp, RefusalCode])[] = [
  [/exceeds pixel limit/, 'too-many-pixels'],
  [/Security limit exceeded/, 'too-complex'],
  [/unsupported image format/, 'not-an-image'],
  [
    /Unsupported (JPEG|feature|codec|color)|not implemented yet|undefined bits per pixel/i,
    'kind-not-supported',
  ],
  [/premature end of JPEG|unexpected end of|cannot read full/i, 'truncated'],
  [/corrupt header|^VipsJpeg:|vipspng:|gifload|webp|heif:|failOn setting|^Unknown error$/, 'corrupt'],
];

const NOTHING = { r: 0, g: 0, b: 0, alpha: 0 };

/**
 * Decodes the first frame upright in sRGB, shrunk to a width in pixels while it is read; never enlarged.
 * @throws ImageRefused `truncated`, `corrupt`, `not-an-image`, `kind-not-supported`, `too-complex`, or a size code
 */
export async function decode(bytes: Buffer, contentType: AcceptedType, width: number): Promise<Decoded> {
  const source = tidy(bytes, contentType);
  try {
    return await attempt(source, contentType, width);
  } catch (error) {
    throw refusalFor(error);
  }
}

async function attempt(source: Source, type: AcceptedType, width: number): Promise<Decoded> {
  const metadata = await openPicture(source.bytes).picture.metadata();
  const full = source.placed?.canvas ?? metadata.autoOrient;
  // The decoder's word counts over the header's: an AVIF's grid may differ from it.
  const code = sizeRefusal(full) ?? sizeRefusal(metadata.autoOrient);
  if (code) throw new ImageRefused(code);
  const { placed } = source;
  const open = (profile: ProfileUse) => {
    const { picture, warnings } = openPicture(source.bytes, profile);
    const shrunk = placed ? onCanvas(picture, placed, width) : picture.resize(scaledTo(full, width));
    return { picture: shrunk, warnings };
  };
  const stated = statedColour(source.bytes, type, metadata);
  const { pixels, approximate, warnings } = await inSrgb(open, stated, metadata);
  if (isDamaged(warnings)) throw new ImageRefused(source.cut ? 'truncated' : 'corrupt');
  const colours: Colours = {
    ...(isHdr(stated.space) && { dynamicRange: 'hdr' }),
    ...(approximate && { colorAccuracy: 'approximate' }),
  };
  return { ...full, pixels, colours, metadata };
}

/** Draws a frame, at the scale of its canvas, with nothing around it. */
function onCanvas(picture: Sharp, { canvas, left, top, frame }: GifFrame, width: number): Sharp {
  const target = scaledTo(canvas, width);
  const [across, down] = [target.width / canvas.width, target.height / canvas.height];
  // No frame is lost to rounding, however thin it is.
  const x = Math.min(Math.round(left * across), target.width - 1);
  const y = Math.min(Math.round(top * down), target.height - 1);
  const right = Math.max(x + 1, Math.round((left + frame.width) * across));
  const bottom = Math.max(y + 1, Math.round((top + frame.height) * down));
  return picture.resize({ width: right - x, height: bottom - y, fit: 'fill' }).extend({
    left: x,
    top: y,
    right: target.width - right,
    bottom: target.height - bottom,
    background: NOTHING,
  });
}

/**
 * The size of a picture at a width in pixels, never enlarged. Always from the original's proportions: left to
 * libvips, shrinking on load and then from size to size, a height can come out a pixel off.
 */
export function scaledTo({ width: full, height }: Size, width: number): Size & { fit: 'fill' } {
  const scale = Math.min(1, width / full);
  return { width: Math.min(width, full), height: Math.max(1, Math.round(height * scale)), fit: 'fill' };
}

function tidy(bytes: Buffer, contentType: AcceptedType): Source {
  switch (contentType) {
    case 'image/jpeg':
      return tidyJpeg(bytes);
    case 'image/png':
      return { bytes: tidyPng(bytes) };
    case 'image/webp':
      return { bytes: tidyWebp(bytes) };
    case 'image/gif':
      return tidyGif(bytes);
    case 'image/avif':
      return { bytes: tidyAvif(bytes) };
  }
}

function refusalFor(error: unknown): unknown {
  const code = refusalsByMessage.find(([pattern]) => pattern.test(messageOf(error)))?.[1];
  return code ? new ImageRefused(code) : error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
