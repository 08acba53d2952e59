import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { renderPicture } from '#imaging/render';
import { animation, picture } from '../../fixtures/hostile.ts';
import { checked, outcome } from './outcome.ts';

const CLEAR = 0;
const OPAQUE = 255;

interface Changes {
  screen: [number, number];
  frame?: { left: number; top: number };
  background?: number;
}

/** A GIF of 40 × 30 with another logical screen, and its frame elsewhere on it. */
async function gif({ screen, frame, background }: Changes): Promise<Buffer> {
  const bytes = await picture(40, 30).gif().toBuffer();
  bytes.writeUInt16LE(screen[0], 6);
  bytes.writeUInt16LE(screen[1], 8);
  if (background !== undefined) bytes[11] = background;
  const at = bytes.lastIndexOf(Buffer.from([0x2c, 0, 0, 0, 0, 40, 0, 30, 0]));
  if (frame) {
    bytes.writeUInt16LE(frame.left, at + 1);
    bytes.writeUInt16LE(frame.top, at + 3);
  }
  return bytes;
}

/** The size of what is rendered, and its opacity at some points. */
async function rendered(bytes: Buffer, points: [number, number][] = [], width = 1600) {
  const spec = { name: 'large', width, format: 'webp', quality: 80 } as const;
  const { original, pictures } = await renderPicture(bytes, 'image/gif', [spec]);
  const image = sharp(pictures[0]?.data).ensureAlpha();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const opacity = points.map(([x, y]) => data[(y * info.width + x) * 4 + 3]);
  return { size: [original.width, original.height], shown: [info.width, info.height], opacity };
}

describe('a GIF whose first frame', () => {
  test('is smaller than the canvas is transparent around it', async () => {
    const bytes = await gif({ screen: [100, 80], frame: { left: 20, top: 10 } });
    const points: [number, number][] = [
      [5, 5],
      [19, 20],
      [21, 11],
      [58, 38],
      [61, 20],
      [40, 41],
      [99, 79],
    ];
    expect(await rendered(bytes, points)).toEqual({
      size: [100, 80],
      shown: [100, 80],
      opacity: [CLEAR, CLEAR, OPAQUE, OPAQUE, CLEAR, CLEAR, CLEAR],
    });
  });

  test('is smaller is transparent around it whatever background colour is named', async () => {
    const bytes = await gif({ screen: [50, 30], background: 3 });
    expect((await rendered(bytes, [[45, 15]])).opacity).toEqual([CLEAR]);
  });

  test('is smaller lies on white in a JPEG', async () => {
    const bytes = await gif({ screen: [100, 80], frame: { left: 20, top: 10 } });
    const spec = { name: 'mail', width: 100, format: 'jpeg', quality: 90 } as const;
    const { pictures } = await renderPicture(bytes, 'image/gif', [spec]);
    const pixels = await sharp(pictures[0]?.data).raw().toBuffer();
    expect(Math.min(...pixels.subarray(0, 3))).toBeGreaterThan(250);
  });

  test('is smaller keeps its place when it is shrunk', async () => {
    const bytes = await gif({ screen: [400, 200], frame: { left: 200, top: 100 } });
    const { shown, opacity } = await rendered(
      bytes,
      [
        [46, 25],
        [54, 30],
        [62, 30],
      ],
      100,
    );
    expect({ shown, opacity }).toEqual({ shown: [100, 50], opacity: [CLEAR, OPAQUE, CLEAR] });
  });

  test('leaves the canvas makes it larger, as browsers do', async () => {
    const bytes = await gif({ screen: [30, 20], frame: { left: 10, top: 5 } });
    expect(checked(bytes)).toBe('image/gif');
    expect(
      await rendered(bytes, [
        [5, 10],
        [49, 34],
      ]),
    ).toMatchObject({ size: [50, 35], opacity: [CLEAR, OPAQUE] });
  });

  test.each([
    [
      [0, 0],
      [40, 30],
    ],
    [
      [0, 30],
      [40, 30],
    ],
    [
      [40, 0],
      [40, 30],
    ],
    [
      [0, 90],
      [40, 90],
    ],
  ] as [[number, number], [number, number]][])(
    'comes on a logical screen of %j has a canvas of %j',
    async (screen, size) => {
      expect((await rendered(await gif({ screen }))).size).toEqual(size);
    },
  );

  test('comes at an offset on a logical screen of 0 × 0 is the whole picture', async () => {
    const bytes = await gif({ screen: [0, 0], frame: { left: 10, top: 5 } });
    const corners: [number, number][] = [
      [0, 0],
      [39, 29],
    ];
    expect(await rendered(bytes, corners)).toEqual({
      size: [40, 30],
      shown: [40, 30],
      opacity: [OPAQUE, OPAQUE],
    });
  });

  test('has a transparent colour keeps it', async () => {
    const clear = await picture(40, 30).ensureAlpha(0).gif().toBuffer();
    clear.writeUInt16LE(60, 6);
    expect(
      (
        await rendered(clear, [
          [10, 10],
          [50, 10],
        ])
      ).opacity,
    ).toEqual([CLEAR, CLEAR]);
  });

  test('is whole is refused as truncated where a later frame is cut', async () => {
    const bytes = await animation(5, 24, 16).gif().toBuffer();
    expect(await outcome(bytes, 'image/gif')).toBe('rendered');
    expect(await outcome(bytes.subarray(0, -20), 'image/gif')).toBe('truncated');
    expect(await outcome(bytes.subarray(0, -1), 'image/gif')).toBe('rendered');
  });

  test('is missing is refused', async () => {
    const bytes = await picture(40, 30).gif().toBuffer();
    const table = 13 + 3 * 2 ** (((bytes[10] ?? 0) & 7) + 1);
    expect(checked(Buffer.concat([bytes.subarray(0, table), Buffer.from([0x3b])]))).toBe('corrupt');
  });
});

describe('of the odd files', () => {
  const odd = (name: string) => readFileSync(`test/fixtures/odd/${name}`);

  test('the frame at an offset is transparent around', async () => {
    const { size, opacity } = await rendered(odd('first-frame-offset.gif'), [
      [1, 1],
      [30, 30],
      [58, 58],
    ]);
    expect({ size, opacity }).toEqual({ size: [60, 60], opacity: [CLEAR, OPAQUE, CLEAR] });
  });

  test('the canvas of 0 × 0 takes the size of its frame', async () => {
    expect((await rendered(odd('canvas-0x0.gif'))).size).toEqual([30, 30]);
  });
});
