import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import { InvalidLink, ReviewOver } from '#core/errors';
import type { Decision, Handover, ImageRecord, Review } from '#core/image';
import {
  isView,
  LINK_OUTLIVES_REVIEW,
  type LinkClaim,
  readLink,
  readView,
  signLink,
  signView,
  type ViewClaim,
} from '#core/link';
import { sameMailbox } from '#core/mailbox';
import { decisionOf, passedOn } from '#core/panel';

/** A review as the holder of a link finds it. */
export type LinkedReview = {
  record: ImageRecord;
  review: Review;
  reviewer: string;
  /** Whether the link's own review is over: it shows what came of it, and is the right to nothing else. */
  over: boolean;
} & (
  | { state: 'open' }
  /** Decided by this reviewer, and others' approvals are still needed. */
  | { state: 'waiting'; decision: Decision }
  | { state: 'decided'; decision: Decision }
  | { state: 'handed-over'; handover: Handover }
  /** `ended`: before it was due, without an outcome, as where a title was changed back or its picture withdrawn. */
  | { state: 'expired'; reason: 'due' | 'ended' | 'old-round' }
);

/** Keys read so many milliseconds ago are not read again for a link that is not valid: anybody can send those. */
const RECENT = 10_000;

/** Signs the link of one reviewer for the round that a picture is in. */
export function linkFor(record: ImageRecord, reviewer: string, key: string): string | undefined {
  const { review } = record;
  const index = review?.reviewers.findIndex((one) => sameMailbox(one, reviewer)) ?? -1;
  if (!review || index < 0) return undefined;
  const claim = { imageId: record.id, round: review.round, reviewer: index, expires: expiryOf(review) };
  return signLink(claim, key);
}

/** Signs the right to look at a picture while links of its round show it. */
export function viewLinkFor({ id, review }: ImageRecord, key: string): string | undefined {
  if (!review) return undefined;
  return signView({ imageId: id, round: review.round, expires: expiryOf(review) }, key);
}

/** Seconds since 1970. */
function expiryOf({ dueAt }: Review): number {
  return Math.floor((Date.parse(dueAt) + LINK_OUTLIVES_REVIEW) / 1000);
}

/**
 * Follows a link to the review it is for; changes nothing.
 * @throws InvalidLink where nobody here signed it; ReviewOver where it was signed but its picture is gone or its time is over
 */
export function linkReader(services: LinkServices) {
  return async (link: string): Promise<LinkedReview> => {
    const claim = await withKeys(services.keys, (keys) => readLink(link, keys));
    const { record, review } = await claimed(claim, services);
    return stateOf(record, review, claim, services.now());
  };
}

/**
 * Follows what a picture loads by: in a mail the right to look, on a review's page the page's own link.
 * @throws InvalidLink and ReviewOver as `linkReader`; ReviewOver also for an earlier round
 */
export function viewReader(services: LinkServices) {
  return async (link: string): Promise<ImageRecord> => {
    const claim: ViewClaim = await withKeys(services.keys, (keys) =>
      isView(link) ? readView(link, keys) : readLink(link, keys),
    );
    const { record, review } = await claimed(claim, services);
    if (review.round === claim.round) return record;
    throw new ReviewOver('This link belongs to an earlier round of the review.');
  };
}

interface LinkServices {
  images: Pick<Images, 'get'>;
  keys: LinkKeys;
  now: () => Date;
}

async function claimed({ imageId, expires }: ViewClaim, { images, now }: LinkServices) {
  if (expires * 1000 <= now().getTime()) throw new ReviewOver('This link is too old.');
  const record = await images.get(imageId);
  if (!record?.review) throw new ReviewOver('This picture is not up for review any more.');
  return { record, review: record.review };
}

/** A link that no known key signed may be signed by one that was rotated in since the keys were read. */
export async function withKeys<T>(keys: LinkKeys, read: (keys: readonly string[]) => T): Promise<T> {
  try {
    return read(await keys());
  } catch (error) {
    if (!(error instanceof InvalidLink)) throw error;
    return read(await keys(RECENT));
  }
}

function stateOf(record: ImageRecord, review: Review, claim: LinkClaim, now: Date): LinkedReview {
  const over = claim.expires * 1000 - LINK_OUTLIVES_REVIEW <= now.getTime();
  if (review.round !== claim.round) {
    // The same people are asked first in every round; who came in later is no longer known.
    const reviewer = record.policy.reviewers[claim.reviewer] ?? '';
    return { record, review, reviewer, over, state: 'expired', reason: 'old-round' };
  }
  const reviewer = review.reviewers[claim.reviewer];
  if (reviewer === undefined) throw new InvalidLink();
  return { record, review, reviewer, over, ...standing(record, review, reviewer, now) };
}

function standing(record: ImageRecord, review: Review, reviewer: string, now: Date) {
  const handover =
    passedOn(review, reviewer) && review.handovers.findLast(({ from }) => sameMailbox(from, reviewer));
  if (handover) return { state: 'handed-over', handover } as const;
  const last = review.decisions.at(-1);
  if (review.outcome && review.outcome !== 'expired' && last) {
    return { state: 'decided', decision: last } as const;
  }
  if (review.outcome || review.dueAt <= now.toISOString())
    return { state: 'expired', reason: 'due' } as const;
  if (record.status !== 'in-review') return { state: 'expired', reason: 'ended' } as const;
  const mine = decisionOf(review, reviewer);
  return mine ? ({ state: 'waiting', decision: mine } as const) : ({ state: 'open' } as const);
}
