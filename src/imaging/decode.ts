import type { Metadata } from 'sharp';
import { ImageRefused } from '#core/errors';
import type { RefusalCode } from '#core/failures';
import type { AcceptedType } from '#core/image';
import type { Size } from './dimensions.ts';
import { sizeRefusal } from './header.ts';
import { tidyPng } from './png.ts';
import { openPicture, type Pixels, type Strictness, toPixels } from './vips.ts';

/** A picture decoded once. `width` and `height` are the original's, upright; `pixels` are already shrunk. */
export interface Decoded {
  width: number;
  height: number;
  pixels: Pixels;
  /** The metadata blocks that captions are read from. */
  metadata: Pick<Metadata, 'exif' | 'iptc' | 'xmp'>;
}

/** What libvips says, and what the contributor is told. The first match counts; no match is a fault of ours. */
const refusalsByMessage: readonly (readonly [RegExp, RefusalCode])[] = [
  [/exceeds pixel limit/, 'too-many-pixels'],
  [/unsupported image format/, 'not-an-image'],
  [/premature end of JPEG|unexpected end of|cannot read full/i, 'truncated'],
  [/corrupt header|^VipsJpeg:|vipspng:|gifload|webp|heif:|failOn setting|^Unknown error$/, 'corrupt'],
];

/** libjpeg warnings that cameras cause and that cost no pixel. */
const harmless = /extraneous bytes before marker|Invalid SOS parameters|Unknown Adobe color transform/;

/**
 * Decodes the first frame upright in sRGB, shrunk to a width in pixels while it is read; never enlarged.
 * @throws ImageRefused `truncated`, `corrupt`, `not-an-image`, or one of the size codes
 */
export async function decode(bytes: Buffer, contentType: AcceptedType, width: number): Promise<Decoded> {
  const source = contentType === 'image/png' ? tidyPng(bytes) : bytes;
  try {
    return await attempt(source, contentType, width, 'strict');
  } catch (error) {
    if (!harmless.test(messageOf(error))) throw refusalFor(error);
  }
  return await attempt(source, contentType, width, 'lenient').catch((error: unknown) => {
    throw refusalFor(error);
  });
}

async function attempt(source: Buffer, type: AcceptedType, width: number, how: Strictness): Promise<Decoded> {
  const picture = openPicture(source, type, how);
  const metadata = await picture.metadata();
  // The decoder's word counts over the header's: a GIF's frames or an AVIF's grid may differ from it.
  const code = sizeRefusal(metadata.autoOrient);
  if (code) throw new ImageRefused(code);
  const shrunk = picture.resize(scaledTo(metadata.autoOrient, width)).toColourspace('srgb');
  return { ...metadata.autoOrient, pixels: await toPixels(shrunk), metadata };
}

/**
 * The size of a picture at a width in pixels, never enlarged. Always from the original's proportions: left to
 * libvips, shrinking on load and then from size to size, a height can come out a pixel off.
 */
export function scaledTo({ width: full, height }: Size, width: number): Size & { fit: 'fill' } {
  const scale = Math.min(1, width / full);
  return { width: Math.min(width, full), height: Math.max(1, Math.round(height * scale)), fit: 'fill' };
}

function refusalFor(error: unknown): unknown {
  const code = refusalsByMessage.find(([pattern]) => pattern.test(messageOf(error)))?.[1];
  return code ? new ImageRefused(code) : error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
