/**
 * What decoding once gains: the cascade against one pipeline from the original for each width, in one run on one
 * machine, so that only the ratio counts. `node bench/render.ts [runs]`, 15 runs unless told.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { AcceptedType } from '#core/image';
import { renditionFile } from '#core/rendition-spec';
import { renderPicture } from '#imaging/render';

const runs = Number(process.argv[2] ?? 15);
const photo = readFileSync(new URL('../test/fixtures/photos/mosaic-12mp.jpg', import.meta.url));
const spec = renditionFile.parse(
  JSON.parse(readFileSync(new URL('../renditions.json', import.meta.url), 'utf8')),
);
/** Three sizes, as three pipelines would make them. */
const three = spec.renditions.filter((one) => one.format === 'webp').slice(0, 3);

/** The same encoders and the same parallelism, without the captions and the placeholder. */
async function pipelines(bytes: Buffer): Promise<void> {
  await Promise.all(
    three.map(async ({ width, quality }) => {
      const upright = sharp(bytes, { autoOrient: true, failOn: 'warning', sequentialRead: true });
      await upright.resize({ width, withoutEnlargement: true }).webp({ quality, effort: 2 }).toBuffer();
    }),
  );
}

interface Timing {
  wall: number[];
  cpu: number[];
}

async function measure(timing: Timing, work: () => Promise<unknown>): Promise<void> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  timing.wall.push(performance.now() - began);
  const { user, system } = process.cpuUsage(cpu);
  timing.cpu.push((user + system) / 1000);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function compare(label: string, bytes: Buffer, contentType: AcceptedType): Promise<void> {
  const once: Timing = { wall: [], cpu: [] };
  const each: Timing = { wall: [], cpu: [] };
  // By turns, so that a slow moment of the machine hits both; the first round warms up.
  for (let run = 0; run <= runs; run += 1) {
    const [a, b] =
      run === 0
        ? [
            { wall: [], cpu: [] },
            { wall: [], cpu: [] },
          ]
        : [once, each];
    await measure(a, () => renderPicture(bytes, contentType, three));
    await measure(b, () => pipelines(bytes));
  }
  for (const kind of ['wall', 'cpu'] as const) {
    const [one, many] = [median(once[kind]), median(each[kind])];
    const ratio = (many / one).toFixed(2);
    console.log(
      `${label}, ${kind}: one decode ${one.toFixed(0)} ms, three pipelines ${many.toFixed(0)} ms, ratio ${ratio}`,
    );
  }
}

await compare('JPEG', photo, 'image/jpeg');
// JPEG is the hardest to beat, since libjpeg decodes small sizes at a fraction; other types have no such way.
await compare('PNG', await sharp(photo).png({ compressionLevel: 1 }).toBuffer(), 'image/png');
