import { createHash } from 'node:crypto';
import type { Images } from '#adapters/images';
import type { Originals, Thumbnails } from '#adapters/pictures';
import { ImageRefused, NotFound, Superseded } from '#core/errors';
import type { AcceptedType, ImageRecord } from '#core/image';
import { type Rendering, rendered } from '#core/lifecycle';
import type { Rendition } from '#core/renditions';
import { scheduleOf } from '#core/schedule';
import type { Render } from '#imaging/renderer';
import { keyOfThumbnail } from './showing.ts';

export interface RenderServices {
  images: Pick<Images, 'get' | 'change'>;
  originals: Pick<Originals, 'read'>;
  thumbnails: Pick<Thumbnails, 'put' | 'remove'>;
  renditions: readonly Rendition[];
  render: Render;
}

export interface RenderOrder {
  id: string;
  /** The execution that asks; another one's order is not carried out. */
  execution: string;
  contentType: AcceptedType;
  now: Date;
}

/**
 * Renders a picture and opens its review. What was rendered before is not rendered again.
 * @throws ImageRefused for a file at fault, Superseded for a record in other hands
 */
export function rendering({ images, originals, thumbnails, renditions, render }: RenderServices) {
  return async (order: RenderOrder): Promise<ImageRecord> => {
    const { id } = order;
    const record = await images.get(id);
    if (!record) throw new ImageRefused('object-gone');
    if (record.execution !== order.execution) throw new Superseded();
    const made = existing(record, renditions) ?? (await make(record, order.contentType));
    try {
      const kept = await images.change(id, (seen) => {
        if (seen.execution !== order.execution) throw new Superseded();
        return rendered(seen, made, scheduleOf(seen.policy, order.now), order.now);
      });
      return kept.record;
    } catch (error) {
      // Deleted while it was rendered: nothing of it may stay.
      if (error instanceof NotFound) await thumbnails.remove(id);
      throw error;
    }
  };

  async function make(record: ImageRecord, contentType: AcceptedType): Promise<Rendering> {
    const bytes = await originals.read(record.id, record.upload?.versionId);
    if (!bytes) throw new ImageRefused('object-gone');
    const { sha256 } = record.announced;
    if (sha256 && sha256 !== createHash('sha256').update(bytes).digest('hex')) {
      throw new ImageRefused('checksum-mismatch');
    }
    const { original, pictures, placeholder } = await render(bytes, contentType, [...renditions]);
    await Promise.all(
      pictures.map((one) => thumbnails.put(keyOfThumbnail(record.id, one), one.data, one.contentType)),
    );
    return { original, placeholder, thumbnails: pictures.map(({ data: _, ...facts }) => facts) };
  }
}

function existing(record: ImageRecord, renditions: readonly Rendition[]): Rendering | undefined {
  const { original, placeholder, thumbnails } = record;
  const complete = renditions.every(({ name }) => thumbnails.some((one) => one.name === name));
  return original && placeholder && complete ? { original, placeholder, thumbnails } : undefined;
}
