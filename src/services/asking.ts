import type { Digests } from '#adapters/digests';
import type { Images } from '#adapters/images';
import type { Queue } from '#adapters/queue';
import { type Digest, type DigestEntry, type DigestTimes, join } from '#core/digest';
import { TooBusy } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { asked } from '#core/review';

/** Wakes `send-digest` for one reviewer; of many nudges only the newest goes on. */
export interface Nudge {
  reviewer: string;
  /** The digest and the time of its last picture, when the nudge was sent. */
  digest: string;
  joinedAt: string;
}

export interface AskingServices {
  images: Pick<Images, 'get' | 'change'>;
  digests: Pick<Digests, 'open' | 'keepOpen'>;
  nudges: Queue<Nudge>;
  times: DigestTimes;
  newId: () => string;
  now: () => Date;
}

const MAX_TRIES = 20;

/** Puts pictures whose reviewers have not been asked in this round into the reviewers' open digests: one write each. */
export function asking({ images, digests, nudges, times, newId, now }: AskingServices) {
  return async (asks: readonly { id: string; round: number }[]): Promise<void> => {
    const records = await Promise.all(asks.map(({ id }) => images.get(id)));
    const fresh = records.filter((one): one is ImageRecord => one !== undefined && isToAsk(one));
    const reviewers = new Set(fresh.flatMap((one) => one.review?.reviewers ?? []));
    await Promise.all([...reviewers].map((reviewer) => addTo(reviewer, fresh)));
    // Noted after joining: cut off between, a picture is mailed twice rather than never.
    await Promise.all(fresh.map(({ id, round }) => images.change(id, (seen) => asked(seen, round, now()))));
  };

  async function addTo(reviewer: string, records: readonly ImageRecord[]): Promise<void> {
    const entries = records.filter((one) => one.review?.reviewers.includes(reviewer)).map(entryOf);
    const joined = await joinDigest(reviewer, entries);
    if (!joined) return;
    await nudges.send({ reviewer, digest: joined.id, joinedAt: joined.joinedAt }, times.quiet);
  }

  async function joinDigest(reviewer: string, entries: readonly DigestEntry[]): Promise<Digest | undefined> {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const next = join(await digests.open(reviewer), reviewer, entries, { id: newId(), now: now(), times });
      if (!next || (await digests.keepOpen(next))) return next;
    }
    throw new TooBusy('A digest kept changing.');
  }
}

function isToAsk({ status, review }: ImageRecord): boolean {
  return status === 'in-review' && review !== undefined && !review.askedAt && !review.outcome;
}

function entryOf({ id, round, createdBy, owner }: ImageRecord): DigestEntry {
  return { imageId: id, round, sender: createdBy, owner };
}
