import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture } from '../fixtures/hostile.ts';

/** A file to send. */
export interface Picture {
  filename: string;
  contentType: string;
  bytes: Buffer;
}

const photos = join(import.meta.dirname, '..', 'fixtures', 'photos');

/** The seven photographs, the one of 12 megapixels and the one that lies on its side among them. */
export const photoNames = [
  'astronaut.png',
  'chelsea.png',
  'coffee.png',
  'hubble_deep_field.jpg',
  'mosaic-12mp.jpg',
  'rocket.jpg',
  'rotated-with-gps.jpg',
] as const;

/** One of the photographs. */
export function photo(filename: (typeof photoNames)[number]): Picture {
  const contentType = filename.endsWith('.png') ? 'image/png' : 'image/jpeg';
  return { filename, contentType, bytes: readFileSync(join(photos, filename)) };
}

/** A small picture, for tests of what happens to pictures rather than in them. */
export async function small(filename = 'small.png'): Promise<Picture> {
  return { filename, contentType: 'image/png', bytes: await picture(240, 160).png().toBuffer() };
}
