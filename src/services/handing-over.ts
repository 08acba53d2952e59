import type { Images } from '#adapters/images';
import { ReviewOver } from '#core/errors';
import { handOver, type PassingOn } from '#core/handover';
import type { ImageRecord } from '#core/image';
import { isQuiet } from '#core/milestone';
import type { AllowedReviewers } from '#core/reviewers';
import { type DigestServices, digests } from './digests.ts';

export interface HandoverServices extends DigestServices {
  images: Pick<Images, 'change'>;
  allowed: AllowedReviewers;
}

/**
 * Passes a picture on to a colleague, who is mailed. Joined first and written after: cut off between, the colleague's
 * mail leaves out what is not theirs, and passing on again brings it. Joined again then: a digest that closed between
 * left it out. Where nobody is asked yet, since the round opened in quiet hours, the colleague is asked with the others.
 */
export function handingOver(services: HandoverServices) {
  const { images, allowed, now } = services;
  const join = digests(services);
  return async (record: ImageRecord, passing: PassingOn): Promise<ImageRecord> => {
    if (!handOver(record, passing, allowed, now())) return record;
    await ask(record, passing.to);
    const kept = await images.change(record.id, (seen) => {
      if (seen.round !== record.round) throw new ReviewOver('This round of the review is over.');
      return handOver(seen, passing, allowed, now());
    });
    await ask(kept.record, passing.to);
    return kept.record;
  };

  async function ask(record: ImageRecord, recipient: string): Promise<void> {
    if (record.review && isQuiet(record.review, now())) return;
    await join({ recipient, kind: 'review' }, [record]);
  }
}
