import type { Logger } from '@aws-lambda-powertools/logger';
import type { Images } from '#adapters/images';
import type { ImageEvent } from '#core/events';

export interface TellingServices {
  images: Pick<Images, 'get'>;
  logger: Pick<Logger, 'info'>;
}

/** A picture came to its end: its sender is told, unless the sender asked not to be, or deleted it meanwhile. */
export function tellingSenders({ images, logger }: TellingServices) {
  return async ({ imageId }: ImageEvent): Promise<void> => {
    const record = await images.get(imageId);
    if (!record || record.notifySender === false) return;
    logger.info('a sender is to be told', { pictures: 1 });
  };
}
