import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import type { Images } from '#adapters/images';
import { traceOf } from '#core/errors';
import type { ImageRecord } from '#core/image';

/** What is known of a picture: its record, nothing where it is gone, or that its record cannot be read. */
export type Read = ImageRecord | undefined | 'unreadable';

/**
 * Reads records each for itself: one that cannot be read is logged, and costs none of the others.
 * @throws what else the table answers, such as that it is asked too often
 */
export function readEach({ images, logger }: { images: Pick<Images, 'get'>; logger: Pick<Logger, 'error'> }) {
  return (ids: readonly string[]): Promise<Read[]> =>
    Promise.all(
      ids.map(async (id): Promise<Read> => {
        try {
          return await images.get(id);
        } catch (error) {
          if (!(error instanceof z.ZodError)) throw error;
          logger.error('a record could not be read', { id, ...traceOf(error) });
          return 'unreadable';
        }
      }),
    );
}
