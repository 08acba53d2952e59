import type { Images } from '#adapters/images';
import type { ImageEvent } from '#core/events';
import { type DigestServices, digests } from './digests.ts';
import { fateOf } from './outcomes.ts';

/** Notes what became of a picture for its sender's next mail, if they want to hear of it. */
export function tellingSenders(services: DigestServices & { images: Pick<Images, 'get'> }) {
  const join = digests(services);
  return async ({ imageId }: ImageEvent): Promise<void> => {
    const record = await services.images.get(imageId);
    if (!record?.notifySender || !fateOf(record)) return;
    await join({ recipient: record.createdBy, kind: 'outcome' }, [record]);
  };
}
