import type { Metadata } from 'sharp';
import { oneLine } from '#core/words';
import { isCameraDefault } from './camera-defaults.ts';
import { type Candidates, exifCandidates, type Field, iptcCandidates } from './tags.ts';
import { xmpCandidates } from './xmp.ts';

/** What the sender's camera or editor wrote about a picture. */
export interface Captions {
  caption?: string;
  credit?: string;
  copyright?: string;
}

/** All that is read of a picture's words: creators are joined by semicolons; the source's type is a term of IPTC's. */
export type PictureWords = Partial<Record<Field, string>>;

/** Metadata as libvips finds it, which holds for every type, and a PNG's own texts. */
export type Blocks = Pick<Metadata, 'exif' | 'iptc' | 'xmp'> & { texts?: Candidates };

/** In UTF-16 units, the ellipsis included. */
const MAX_LENGTH = 2000;

const fields = ['caption', 'creator', 'credit', 'copyright', 'sourceType'] as const satisfies Field[];

/**
 * Reads what a picture's metadata blocks say of it: IPTC first, then XMP, then EXIF, then a PNG's texts, each field by
 * itself. Texts are one line, without control characters, at most 2,000 characters. Never throws, whatever the blocks hold.
 */
export function readWords({ exif, iptc, xmp, texts }: Blocks): PictureWords {
  const sources: Candidates[] = [
    iptc ? iptcCandidates(iptc) : {},
    xmp ? xmpCandidates(xmp) : {},
    exif ? exifCandidates(exif) : {},
    texts ?? {},
  ];
  const words: PictureWords = {};
  for (const field of fields) {
    const said = sources.flatMap((source) => source[field] ?? []).map((text) => oneLine(text, MAX_LENGTH));
    const value = said.find((text) => text !== '' && !(field === 'caption' && isCameraDefault(text)));
    if (value !== undefined) words[field] = value;
  }
  return words;
}

/** What is kept with the picture; who made it is credited where nobody else is. */
export function captionsOf({ caption, credit, creator, copyright }: PictureWords): Captions {
  const credited = credit ?? creator;
  return {
    ...(caption === undefined ? {} : { caption }),
    ...(credited === undefined ? {} : { credit: credited }),
    ...(copyright === undefined ? {} : { copyright }),
  };
}

/** Reads caption, credit and copyright from a picture's metadata blocks. */
export function readCaptions(blocks: Blocks): Captions {
  return captionsOf(readWords(blocks));
}
