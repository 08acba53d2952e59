import { inflateSync } from 'node:zlib';
import { type Chunk, chunksOf, isSound } from './png.ts';
import type { Candidates, Field } from './tags.ts';
import { textOf } from './text.ts';

/** Keywords of the PNG specification (third edition, 11.3.3.1) that say what is kept of a picture. */
const keywords: ReadonlyMap<string, Field> = new Map([
  ['Description', 'caption'],
  ['Comment', 'caption'],
  ['Author', 'creator'],
  ['Copyright', 'copyright'],
]);

/** Far more than any caption kept; a chunk may inflate to gigabytes. */
const MAX_BYTES = 64 * 1024;
const MAX_KEYWORD_BYTES = 79;
/** Nobody writes as many; each costs time. */
const MAX_TEXTS = 50;

/** Reads the texts of a PNG, which libpng is spared. Damaged ones are left out. */
export function pngTexts(png: Buffer): Candidates {
  const found = new Map<Field, string[]>();
  let left = MAX_TEXTS;
  for (const chunk of chunksOf(png)) {
    const field = fieldOf(chunk);
    if (!field || left === 0 || chunk.data.length > MAX_BYTES || !isSound(chunk)) continue;
    left -= 1;
    found.set(field, [...(found.get(field) ?? []), textOf(contentOf(chunk))]);
  }
  return Object.fromEntries(found);
}

function fieldOf({ type, data }: Chunk): Field | undefined {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined;
  const head = data.subarray(0, MAX_KEYWORD_BYTES + 1);
  return keywords.get(head.toString('latin1', 0, Math.max(0, head.indexOf(0))));
}

/** The bytes of a text, which says that it is Latin-1 in all but iTXt. */
function contentOf({ type, data }: Chunk): Buffer {
  const rest = data.subarray(data.indexOf(0) + 1);
  if (type === 'tEXt') return rest;
  // One byte names the method, of which there is one.
  if (type === 'zTXt') return inflated(rest.subarray(1));
  const language = rest.indexOf(0, 2);
  const text = rest.subarray(rest.indexOf(0, language + 1) + 1);
  return rest[0] === 1 ? inflated(text) : text;
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: MAX_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}
