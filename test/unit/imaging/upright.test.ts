import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { renderPicture } from '#imaging/render';
import { withOrientation } from '../../fixtures/hostile.ts';

const colours = { A: [220, 20, 20], B: [20, 200, 20], C: [20, 20, 220], D: [240, 240, 240] } as const;
type Corner = keyof typeof colours;

/**
 * How an upright picture with A and B above C and D is stored, from the EXIF standard's words for each
 * orientation (CIPA DC-008, tag 274): where the stored first row and first column are seen.
 */
const stored: Record<number, Corner[]> = {
  1: ['A', 'B', 'C', 'D'],
  2: ['B', 'A', 'D', 'C'],
  3: ['D', 'C', 'B', 'A'],
  4: ['C', 'D', 'A', 'B'],
  5: ['A', 'C', 'B', 'D'],
  6: ['B', 'D', 'A', 'C'],
  7: ['D', 'B', 'C', 'A'],
  8: ['C', 'A', 'D', 'B'],
};
stored[0] = stored[9] = stored[1] ?? [];

const UPRIGHT = { width: 96, height: 64 };
const spec = [
  { name: 'large', width: 64, format: 'webp', quality: 90 },
  { name: 'mail', width: 32, format: 'jpeg', quality: 90 },
] as const;

/** A JPEG of four coloured quarters. */
async function quarters(corners: Corner[], width: number, height: number): Promise<Buffer> {
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const corner = corners[(y * 2 >= height ? 2 : 0) + (x * 2 >= width ? 1 : 0)] ?? 'A';
      rgb.set(colours[corner], (y * width + x) * 3);
    }
  }
  return await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Which colour each quarter's middle is nearest to. */
async function cornersOf(data: Buffer): Promise<Corner[]> {
  const { data: rgb, info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  return [0, 1, 2, 3].map((quarter) => {
    const x = Math.floor(info.width * (quarter % 2 ? 0.75 : 0.25));
    const y = Math.floor(info.height * (quarter > 1 ? 0.75 : 0.25));
    const at = (y * info.width + x) * info.channels;
    const far = (corner: Corner) =>
      colours[corner].reduce((sum, value, channel) => sum + Math.abs(value - (rgb[at + channel] ?? 0)), 0);
    return (Object.keys(colours) as Corner[]).reduce((best, one) => (far(one) < far(best) ? one : best));
  });
}

describe.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('orientation %i', (orientation) => {
  test('comes out upright in every size', async () => {
    const turned = orientation >= 5 && orientation <= 8;
    const width = turned ? UPRIGHT.height : UPRIGHT.width;
    const height = turned ? UPRIGHT.width : UPRIGHT.height;
    const bytes = withOrientation(await quarters(stored[orientation] ?? [], width, height), orientation);
    const { original, pictures } = await renderPicture(bytes, 'image/jpeg', [...spec]);
    expect(original).toMatchObject(UPRIGHT);
    expect(pictures.map((one) => [one.width, one.height])).toEqual([
      [64, 43],
      [32, 21],
    ]);
    for (const { data } of pictures) expect(await cornersOf(data)).toEqual(['A', 'B', 'C', 'D']);
  });
});

test('a photo taken upright with a phone is rendered upright', async () => {
  const bytes = readFileSync('test/fixtures/photos/rotated-with-gps.jpg');
  const { original, pictures } = await renderPicture(bytes, 'image/jpeg', [...spec]);
  expect(original).toMatchObject({ width: 900, height: 1200 });
  expect(pictures[0]).toMatchObject({ width: 64, height: 85 });
});
