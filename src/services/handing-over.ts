import type { Images } from '#adapters/images';
import { handOver, type PassingOn } from '#core/handover';
import type { ImageRecord } from '#core/image';
import type { AllowedReviewers } from '#core/reviewers';
import { type DigestServices, digests } from './digests.ts';

export interface HandoverServices extends DigestServices {
  images: Pick<Images, 'change'>;
  allowed: AllowedReviewers;
}

/**
 * Passes a picture on to a colleague, who is mailed. Joined first and written after: cut off between, the colleague's
 * mail leaves out what is not theirs, and passing on again brings it.
 */
export function handingOver(services: HandoverServices) {
  const { images, allowed, now } = services;
  const join = digests(services);
  return async (record: ImageRecord, passing: PassingOn): Promise<ImageRecord> => {
    if (!handOver(record, passing, allowed, now())) return record;
    await join({ recipient: passing.to, kind: 'review' }, [record]);
    const kept = await images.change(record.id, (seen) => {
      if (seen.round !== record.round) return undefined;
      return handOver(seen, passing, allowed, now());
    });
    return kept.record;
  };
}
