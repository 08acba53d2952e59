import type { Digests } from '#adapters/digests';
import type { Queue } from '#adapters/queue';
import { letOthersPass } from '#adapters/table';
import { type Digest, type DigestEntry, join, type TimesOf } from '#core/digest';
import { TooBusy } from '#core/errors';
import type { ImageRecord } from '#core/image';

/** Wakes `send-digest` for one recipient; of many nudges only the newest goes on. */
export interface Nudge extends Pick<Digest, 'recipient' | 'kind'> {
  /** The digest and the time of its last picture, when the nudge was sent. */
  digest: string;
  joinedAt: string;
  /** Whether pictures were on their way at the last look: between being rendered and joining they are nowhere. */
  waited?: boolean | undefined;
  /** A dead letter: moved back, it has the digest mailed that was given up. */
  parked?: boolean | undefined;
}

export interface DigestServices {
  digests: Pick<Digests, 'open' | 'keepOpen'>;
  nudges: Queue<Nudge>;
  times: TimesOf;
  newId: () => string;
  now: () => Date;
}

const MAX_TRIES = 20;

/** Puts pictures into what somebody is mailed next; those it holds already are not added again. */
export function digests({ digests, nudges, times, newId, now }: DigestServices) {
  return async (to: Pick<Digest, 'recipient' | 'kind'>, records: readonly ImageRecord[]): Promise<void> => {
    const joined = await joinDigest(to, records.map(entryOf));
    if (!joined) return;
    await nudges.send({ ...to, digest: joined.id, joinedAt: joined.joinedAt }, times[to.kind].quiet);
  };

  async function joinDigest(
    to: Pick<Digest, 'recipient' | 'kind'>,
    entries: readonly DigestEntry[],
  ): Promise<Digest | undefined> {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const make = { id: newId(), now: now(), times: times[to.kind] };
      const next = join(await digests.open(to.recipient, to.kind), to, entries, make);
      if (!next || (await digests.keepOpen(next))) return next;
      await letOthersPass(attempt);
    }
    throw new TooBusy('A digest kept changing.');
  }
}

function entryOf({ id, round, owner }: ImageRecord): DigestEntry {
  return { imageId: id, round, owner };
}
