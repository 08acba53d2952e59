/**
 * What decoding once gains: the cascade against one pipeline from the original for each width, in one run on one
 * machine, so that only the ratio counts. `node bench/render.ts [runs]`, 15 runs unless told.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { type Rendition, renditionSpec } from '#core/renditions';
import { renderPicture } from '#imaging/render';

const runs = Number(process.argv[2] ?? 15);
const file = new URL('../test/fixtures/photos/mosaic-12mp.jpg', import.meta.url);
const photo = readFileSync(file);
const spec = renditionSpec.parse(
  JSON.parse(readFileSync(new URL('../renditions.json', import.meta.url), 'utf8')),
);
/** Three sizes, as three pipelines would make them. */
const three = spec.renditions.filter((one) => one.format === 'webp').slice(0, 3);

/** The same encoders and the same parallelism, without the captions and the placeholder. */
async function pipelines(renditions: Rendition[]): Promise<void> {
  await Promise.all(
    renditions.map(async ({ width, quality }) => {
      const upright = sharp(photo, { autoOrient: true, failOn: 'warning', sequentialRead: true });
      await upright.resize({ width, withoutEnlargement: true }).webp({ quality, effort: 2 }).toBuffer();
    }),
  );
}

async function cascade(renditions: Rendition[]): Promise<void> {
  await renderPicture(photo, 'image/jpeg', renditions);
}

async function milliseconds(work: () => Promise<void>): Promise<{ wall: number; cpu: number }> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - began, cpu: (user + system) / 1000 };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const timings = { cascade: { wall: [], cpu: [] }, pipelines: { wall: [], cpu: [] } } as Record<
  'cascade' | 'pipelines',
  { wall: number[]; cpu: number[] }
>;
// One round unmeasured, then by turns, so that a slow moment of the machine hits both.
await cascade(three);
await pipelines(three);
for (let run = 0; run < runs; run += 1) {
  for (const [name, work] of [
    ['cascade', cascade],
    ['pipelines', pipelines],
  ] as const) {
    const { wall, cpu } = await milliseconds(() => work(three));
    timings[name].wall.push(wall);
    timings[name].cpu.push(cpu);
  }
}

for (const measure of ['wall', 'cpu'] as const) {
  const once = median(timings.cascade[measure]);
  const each = median(timings.pipelines[measure]);
  console.log(
    `${measure}: one decode ${once.toFixed(0)} ms, ${three.length} pipelines ${each.toFixed(0)} ms, ratio ${(each / once).toFixed(2)}`,
  );
}
