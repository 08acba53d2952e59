import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ImageRefused, Superseded } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { renditionFile } from '#core/rendition-spec';
import { renderPicture } from '#imaging/render';
import { rendering } from '#services/rendering';
import { executionOf, ID, inReview, minutesLater, NOW, processing } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const { renditions } = renditionFile.parse(JSON.parse(await readFile('renditions.json', 'utf8')));
const coffee = await readFile('test/fixtures/photos/coffee.png');
const sha256 = createHash('sha256').update(coffee).digest('hex');
const order = {
  id: ID,
  execution: executionOf(`${ID}-1-1`),
  contentType: 'image/png' as const,
  dueAt: minutesLater(60),
  now: NOW,
};

function darkroom(...records: ImageRecord[]) {
  const images = memoryImages(...records);
  const put = new Map<string, string>();
  let reads = 0;
  const originals = {
    read: async () => {
      reads += 1;
      return coffee;
    },
  };
  const thumbnails = {
    put: async (key: string, _data: Buffer, type: string) => void put.set(key, type),
    remove: async () => put.clear(),
  };
  const render = rendering({ images, originals, thumbnails, renditions, render: renderPicture });
  return { images, put, render, reads: () => reads, originals, thumbnails };
}

describe('rendering', () => {
  test('writes each size under a key made here, and opens the review with the facts of the file', async () => {
    const { render, put } = darkroom(processing());
    const record = await render(order);
    expect([...put]).toEqual([
      [`${ID}/large.webp`, 'image/webp'],
      [`${ID}/medium.webp`, 'image/webp'],
      [`${ID}/small.webp`, 'image/webp'],
      [`${ID}/mail.jpg`, 'image/jpeg'],
    ]);
    expect(record).toMatchObject({ status: 'in-review', original: { width: 600, height: 400, sha256 } });
    expect(record.thumbnails.map((one) => [one.name, one.width])).toEqual([
      ['large', 600],
      ['medium', 600],
      ['small', 160],
      ['mail', 600],
    ]);
  });

  test('a second time, in a new round, makes nothing again', async () => {
    const first = darkroom(processing());
    const { review: _, ...done } = await first.render(order);
    const again = darkroom({ ...done, status: 'processing', round: 2 });
    const record = await again.render(order);
    expect([again.reads(), again.put.size, record.review?.round]).toEqual([0, 0, 2]);
  });

  test('refuses a file that is not the one whose checksum was announced', async () => {
    const announced = { contentType: 'image/png' as const, sha256: 'b'.repeat(64) };
    const { render, put } = darkroom(processing({ announced }));
    await expect(render(order)).rejects.toMatchObject({ refusal: 'checksum-mismatch' });
    expect(put.size).toBe(0);
    await darkroom(processing({ announced: { ...announced, sha256 } })).render(order);
  });

  test('leaves nothing of a picture that was deleted while it was rendered', async () => {
    const { images, put, render, thumbnails } = darkroom(processing());
    const deleting = {
      ...thumbnails,
      put: async (key: string) => void put.set(key, images.kept.delete(ID) ? 'x' : 'x'),
    };
    const originals = { read: async () => coffee };
    const services = { images, originals, thumbnails: deleting, renditions, render: renderPicture };
    await expect(rendering(services)(order)).rejects.toThrow('no such picture');
    expect(put.size).toBe(0);
    await expect(render(order)).rejects.toBeInstanceOf(ImageRefused);
  });

  test('is not done for an execution that the record does not name', async () => {
    const { render } = darkroom(inReview());
    await expect(render({ ...order, execution: executionOf(`${ID}-1-9`) })).rejects.toBeInstanceOf(
      Superseded,
    );
  });
});
