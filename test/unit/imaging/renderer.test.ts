import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AcceptedType } from '#core/image';
import { renderPicture } from '#imaging/render';
import { createRenderer, renderBounds } from '#imaging/renderer';
import { isAlive, waitForEnd } from '../../../local/processes.ts';
import { picture } from '../../fixtures/hostile.ts';
import { progressive } from '../../fixtures/scans.ts';
import { readTemplate } from '../cloudformation.ts';

// A busy machine takes its time.

const here = (path: string) => new URL(path, import.meta.url);
const real = { program: here('../../../src/functions/render-image/worker.ts'), env: process.env };
const odd = { program: here('../../fixtures/workers/odd.mjs'), env: { PATH: process.env['PATH'] } };
const renditions = [{ name: 'small', width: 40, format: 'webp', quality: 80 }] as const;
const jpeg = await picture().jpeg().toBuffer();

const opened: { end(): void }[] = [];
function renderer(from: typeof odd | typeof real, bounds = renderBounds) {
  const made = createRenderer(from, bounds);
  opened.push(made);
  return (bytes: Buffer, contentType: AcceptedType = 'image/jpeg') =>
    made.render(bytes, contentType, [...renditions]);
}
afterEach(() => {
  for (const one of opened.splice(0)) one.end();
});

/** What the odd process told of itself. */
async function told(
  render: ReturnType<typeof renderer>,
  order = 'tell',
): Promise<{ pid: number; names: string[] }> {
  return (await render(Buffer.from(order))) as unknown as { pid: number; names: string[] };
}

async function mustEnd(pid: number): Promise<void> {
  expect(await waitForEnd(pid, 20_000)).toBe(true);
}

describe('a process that renders', () => {
  test('renders what this process would', async () => {
    const render = renderer(real);
    expect(await render(jpeg)).toEqual(await renderPicture(jpeg, 'image/jpeg', [...renditions]));
  });

  test('refuses what this process would, and goes on', async () => {
    const render = renderer(real);
    await expect(render(Buffer.from('words'))).rejects.toMatchObject({ refusal: 'not-an-image' });
    await expect(render(jpeg, 'image/png')).rejects.toMatchObject({ refusal: 'corrupt' });
    expect((await render(jpeg)).pictures).toHaveLength(1);
  });

  test('tells of a fault of ours by name, message and stack', async () => {
    const { render, end } = createRenderer(real);
    opened.push({ end });
    const wrong = [{ ...renditions[0], quality: 1000 }];
    await expect(render(jpeg, 'image/jpeg', wrong)).rejects.toMatchObject({
      message: expect.stringContaining('quality'),
      stack: expect.stringContaining('render.ts'),
    });
  });

  test('stays for the next picture, and takes them one after another', async () => {
    const render = renderer(odd);
    const all = await Promise.all([told(render), told(render), told(render)]);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  });

  test('has none of the credentials that it was not given', async () => {
    expect((await told(renderer(odd))).names.filter((name) => name.startsWith('AWS_'))).toEqual([]);
  });

  test('ends with its parent, also in the midst of a picture', async () => {
    const parent = spawn(process.execPath, [fileURLToPath(here('../../fixtures/workers/parent.mjs'))]);
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(said);
    // By then it has read the picture, and is at its first scans.
    await sleep(500);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await mustEnd(pid);
  });
});

describe('a picture', () => {
  test('that takes more processor time than it may is refused for good, and its process is killed', async () => {
    const render = renderer(real, { ...renderBounds, processorMs: 300 });
    const began = performance.now();
    await expect(render(progressive(10_000, 10_000, 100))).rejects.toMatchObject({ refusal: 'too-complex' });
    // To its end it takes five seconds and more of an idle processor.
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await render(jpeg)).pictures).toHaveLength(1);
  });

  test('that takes more memory than it may is refused for good', async () => {
    const render = renderer(real, { ...renderBounds, memory: 1024 ** 2 });
    await expect(render(progressive(4000, 4000, 100))).rejects.toMatchObject({ refusal: 'too-complex' });
  });

  test('that takes longer than it may is refused for good, also where its process answers nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'contactsheet-renderer-'));
    const file = join(folder, 'pid');
    const render = renderer(odd, { ...renderBounds, clockMs: 6000 });
    await expect(told(render, `hang ${file}`)).rejects.toMatchObject({ refusal: 'too-complex' });
    await mustEnd(Number(await readFile(file, 'utf8')));
    await rm(folder, { recursive: true });
    expect((await told(render)).pid).toBeGreaterThan(0);
  });

  test('that crashes its process twice is refused for good', async () => {
    const render = renderer(odd);
    await expect(told(render, 'crash')).rejects.toMatchObject({ refusal: 'too-complex' });
    expect((await told(render)).pid).toBeGreaterThan(0);
  });

  test('is rendered by another process where that one died while it waited', async () => {
    const render = renderer(odd);
    const { pid } = await told(render);
    process.kill(pid, 'SIGKILL');
    expect((await told(render)).pid).not.toBe(pid);
  });

  test('is not to blame where the process ends by itself', async () => {
    await expect(told(renderer(odd), 'quit')).rejects.toThrow('The process that renders ended: 3');
  });
});

test('a picture’s time ends well inside the time of the function', () => {
  const { RenderImage } = readTemplate().Resources;
  const properties = RenderImage?.Properties as { Timeout: number; MemorySize: number };
  expect(renderBounds.clockMs).toBeLessThanOrEqual((properties.Timeout - 20) * 1000);
  expect(renderBounds.memory).toBeLessThanOrEqual(properties.MemorySize * 1024 ** 2 * 0.9);
});
