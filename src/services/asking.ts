import type { Images } from '#adapters/images';
import { NotFound } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { isQuiet } from '#core/milestone';
import { toAsk } from '#core/panel';
import { asked } from '#core/review';
import { type DigestServices, digests } from './digests.ts';

export interface AskingServices extends DigestServices {
  images: Pick<Images, 'get' | 'change'>;
}

/** Puts pictures whose reviewers have not been asked in this round into the reviewers' open digests: one write each. */
export function asking(services: AskingServices) {
  const { images, now } = services;
  const join = digests(services);
  return async (asks: readonly { id: string; round: number }[]): Promise<void> => {
    const records = await Promise.all(asks.map(({ id }) => images.get(id)));
    const fresh = records.filter((one): one is ImageRecord => one !== undefined && isToAsk(one, now()));
    const reviewers = new Set(fresh.flatMap(toAsk));
    await Promise.all(
      [...reviewers].map((recipient) =>
        join(
          { recipient, kind: 'review' },
          fresh.filter((one) => toAsk(one).includes(recipient)),
        ),
      ),
    );
    // Noted after joining: cut off between, a picture is mailed twice rather than never.
    await Promise.all(fresh.map(note));
  };

  async function note({ id, round }: ImageRecord): Promise<void> {
    try {
      await images.change(id, (seen) => asked(seen, round, now()));
    } catch (error) {
      // Deleted meanwhile: that is no reason to ask about the others again.
      if (!(error instanceof NotFound)) throw error;
    }
  }
}

/** In quiet hours nobody is asked: the clock does it when they end. */
function isToAsk({ status, review }: ImageRecord, now: Date): boolean {
  if (status !== 'in-review' || !review || review.askedAt || review.outcome) return false;
  return !isQuiet(review, now);
}
