import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import { InvalidLink, ReviewOver } from '#core/errors';
import type { Decision, ImageRecord, Review } from '#core/image';
import { LINK_OUTLIVES_REVIEW, type LinkClaim, readLink, signLink } from '#core/link';

/** A review as the holder of a link finds it. */
export type LinkedReview = { record: ImageRecord; review: Review; reviewer: string } & (
  | { state: 'open' }
  | { state: 'decided'; decision: Decision }
  | { state: 'expired'; reason: 'due' | 'old-round' }
);

/** Keys read so many milliseconds ago are not read again for a link that is not valid: anybody can send those. */
const RECENT = 10_000;

/** Signs the link of one reviewer for the round that a picture is in. */
export function linkFor(record: ImageRecord, reviewer: string, key: string): string | undefined {
  const { review } = record;
  const index = review?.reviewers.indexOf(reviewer) ?? -1;
  if (!review || index < 0) return undefined;
  const expires = Math.floor((Date.parse(review.dueAt) + LINK_OUTLIVES_REVIEW) / 1000);
  return signLink({ imageId: record.id, round: review.round, reviewer: index, expires }, key);
}

/**
 * Follows a link to the review it is for; changes nothing.
 * @throws InvalidLink where nobody here signed it; ReviewOver where it was signed but its picture is gone or its time is over
 */
export function linkReader(services: { images: Pick<Images, 'get'>; keys: LinkKeys; now: () => Date }) {
  return async (link: string): Promise<LinkedReview> => {
    const claim = await claimOf(link, services.keys);
    const now = services.now();
    if (claim.expires * 1000 <= now.getTime()) throw new ReviewOver('This link is too old.');
    const record = await services.images.get(claim.imageId);
    if (!record?.review) throw new ReviewOver('This picture is not up for review any more.');
    return stateOf(record, record.review, claim, now);
  };
}

/** A link that no known key signed may be signed by one that was rotated in since the keys were read. */
async function claimOf(link: string, keys: LinkKeys): Promise<LinkClaim> {
  try {
    return readLink(link, await keys());
  } catch (error) {
    if (!(error instanceof InvalidLink)) throw error;
    return readLink(link, await keys(RECENT));
  }
}

function stateOf(record: ImageRecord, review: Review, claim: LinkClaim, now: Date): LinkedReview {
  // The same people are asked in every round, in the same order.
  const reviewer = record.reviewers[claim.reviewer];
  if (reviewer === undefined) throw new InvalidLink();
  const found = { record, review, reviewer };
  if (review.round !== claim.round) return { ...found, state: 'expired', reason: 'old-round' };
  const decision = review.decisions.at(-1);
  if (review.outcome && review.outcome !== 'expired' && decision)
    return { ...found, state: 'decided', decision };
  const open = record.status === 'in-review' && !review.outcome && review.dueAt > now.toISOString();
  return open ? { ...found, state: 'open' } : { ...found, state: 'expired', reason: 'due' };
}
