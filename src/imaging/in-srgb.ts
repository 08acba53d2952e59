import type { Metadata } from 'sharp';
import { profileSpace } from './icc.ts';
import { withColour } from './png.ts';
import type { StatedColour } from './stated-colour.ts';
import { eightBits, toSrgb } from './to-srgb.ts';
import { type Opened, openPicture, type Pixels, type ProfileUse, toPixels, toSamples } from './vips.ts';

/** Pixels in sRGB. */
export interface SrgbPixels {
  pixels: Pixels;
  /** Whether the file's colours may be others. */
  approximate: boolean;
  /** What libvips warned of meanwhile. */
  warnings: readonly string[];
}

/** Begins a picture's pipeline; called once for each try. */
type Open = (profile: ProfileUse) => Opened;
/** What the decoder found. */
type Found = Pick<Metadata, 'depth' | 'space' | 'icc'>;

/** libvips where it cannot use a profile, and goes on without. */
const UNUSABLE = /^(corrupt profile|profile |invalid)/i;

/** Runs a picture's pipeline to sRGB of 8 bits. */
export async function inSrgb(open: Open, stated: StatedColour, found: Found): Promise<SrgbPixels> {
  const { space, approximate = false, passedOver } = stated;
  const lent = passedOver && (await byLentProfile(open, passedOver, found));
  if (lent) return lent;
  if (space === 'srgb') return await asStored(open, approximate);
  if (typeof space === 'string') {
    const converted = await byProfile(open, found, isDeep(found) && space === 'linear profile');
    return { ...converted, approximate: approximate || converted.approximate };
  }
  const { picture, warnings } = open('kept');
  const samples = await toSamples(picture.toColourspace(rgbOf(found)), isDeep(found));
  return { pixels: toSrgb(samples, space), approximate, warnings };
}

function isDeep({ depth }: Found): boolean {
  return depth === 'ushort';
}

function rgbOf(found: Found): 'rgb16' | 'srgb' {
  return isDeep(found) ? 'rgb16' : 'srgb';
}

async function asStored(open: Open, approximate: boolean): Promise<SrgbPixels> {
  const { picture, warnings } = open('kept');
  return { pixels: await toPixels(picture.toColourspace('srgb')), approximate, warnings };
}

/** Makes a grey picture RGB and gives it the profile that libpng passed over; undefined where that is no good either. */
async function byLentProfile(open: Open, iccp: Buffer, found: Found): Promise<SrgbPixels | undefined> {
  const rgb = open('kept').picture.toColourspace(rgbOf(found)).png({ compressionLevel: 0 });
  const lent = withColour(await rgb.toBuffer(), iccp);
  const reopen = (profile: ProfileUse) => openPicture(lent, profile);
  const refound = await reopen('kept').picture.metadata();
  return refound.icc && (await byProfile(reopen, refound, isDeep(refound)));
}

/**
 * sharp converts by a profile while it opens a picture, but 16 bits to Display P3, grey of 16 bits not at all, and
 * grey never by a profile of RGB. Where the profile is kept and another one asked for, it converts at the end from
 * the one to the other.
 * @param deep 16 bits, which linear light needs; else 8 are more exact, since LittleCMS computes them without a table
 */
async function byProfile(open: Open, { depth, space, icc }: Found, deep: boolean): Promise<SrgbPixels> {
  const isGrey = space === 'b-w' || space === 'grey16';
  const isForGrey = icc !== undefined && profileSpace(icc) === 'GRAY';
  const atOnce = depth === 'uchar' && isGrey === isForGrey;
  const { picture, warnings } = open(atOnce ? 'converted' : 'kept');
  if (atOnce) {
    const pixels = await toPixels(picture.toColourspace('srgb'));
    return { pixels, approximate: warnings.some((one) => UNUSABLE.test(one)), warnings };
  }
  const [grey, rgb] = deep ? (['grey16', 'rgb16'] as const) : (['b-w', 'srgb'] as const);
  const stored = picture.toColourspace(isGrey && isForGrey ? grey : rgb);
  const samples = await toSamples(stored.withIccProfile('srgb'), deep);
  // It converted from a profile of its own choice then.
  if (warnings.some((one) => UNUSABLE.test(one))) return await asStored(open, true);
  return { pixels: eightBits(samples), approximate: false, warnings };
}
