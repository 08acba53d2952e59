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

/**
 * Puts pictures whose reviewers have not been asked in this round into the reviewers' open digests: one write each.
 * Returns what came of each ask, in their order: one that fails holds up no other.
 */
export function asking(services: AskingServices) {
  const { images, now } = services;
  const join = digests(services);
  return async (asks: readonly { id: string; round: number }[]): Promise<PromiseSettledResult<void>[]> => {
    const ids = [...new Set(asks.map(({ id }) => id))];
    const read = await Promise.allSettled(ids.map((id) => images.get(id)));
    const fresh = read.flatMap((one) => (isRead(one) && isToAsk(one.value, now()) ? [one.value] : []));
    const refused = await joinAll(fresh);
    // Noted after joining: cut off between, a picture is mailed twice rather than never.
    const noted = new Map(ids.map((id, at) => [id, noteOne(read[at], fresh, refused)]));
    return Promise.allSettled(asks.map(({ id }) => noted.get(id)));
  };

  /** Why a reviewer's digest did not take its pictures; usually nobody is in it. */
  async function joinAll(fresh: readonly ImageRecord[]): Promise<Map<string, unknown>> {
    const refused = new Map<string, unknown>();
    const joining = [...new Set(fresh.flatMap(toAsk))].map(async (recipient) => {
      const theirs = fresh.filter((one) => toAsk(one).includes(recipient));
      await join({ recipient, kind: 'review' }, theirs).catch((reason) => refused.set(recipient, reason));
    });
    await Promise.all(joining);
    return refused;
  }

  async function noteOne(
    read: PromiseSettledResult<ImageRecord | undefined> | undefined,
    fresh: readonly ImageRecord[],
    refused: ReadonlyMap<string, unknown>,
  ): Promise<void> {
    if (read?.status === 'rejected') throw read.reason;
    const record = read?.value;
    if (!record || !fresh.includes(record)) return;
    const unasked = toAsk(record).find((one) => refused.has(one));
    if (unasked !== undefined) throw refused.get(unasked);
    await note(record);
  }

  async function note({ id, round }: ImageRecord): Promise<void> {
    try {
      await images.change(id, (seen) => asked(seen, round, now()));
    } catch (error) {
      // Deleted meanwhile: that is no reason to ask about the others again.
      if (!(error instanceof NotFound)) throw error;
    }
  }
}

function isRead(
  one: PromiseSettledResult<ImageRecord | undefined>,
): one is PromiseFulfilledResult<ImageRecord> {
  return one.status === 'fulfilled' && one.value !== undefined;
}

/** In quiet hours nobody is asked: the clock does it when they end. */
function isToAsk({ status, review }: ImageRecord, now: Date): boolean {
  if (status !== 'in-review' || !review || review.askedAt || review.outcome) return false;
  return !isQuiet(review, now);
}
