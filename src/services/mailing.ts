import type { ImageLists } from '#adapters/image-lists';
import { type Digest, owners, type TimesOf, whetherToClose } from '#core/digest';
import { later, minutes } from '#core/time';
import type { Nudge } from './digests.ts';
import { type PostingServices, posting } from './posting.ts';

export interface MailingServices extends PostingServices {
  lists: Pick<ImageLists, 'has'>;
  times: TimesOf;
}

/** How long one worker may take to mail a closed digest before another takes it up. */
const LEASE = minutes(3);

/** A picture that was announced so long ago and not uploaded is not waited for. */
const UPLOAD_PATIENCE = minutes(2);

/** Closes somebody's digest if its time has come, and mails it; else comes back later. */
export function mailing(services: MailingServices) {
  const { digests, nudges, times, now } = services;
  const post = posting(services);

  return async (nudge: Nudge): Promise<void> => {
    const failures: unknown[] = [];
    for (const left of await digests.closed(nudge.recipient, nudge.kind)) {
      // One that does not leave holds up none of the others.
      await resume(left, nudge).catch((error: unknown) => failures.push(error));
    }
    await look(nudge);
    if (failures.length > 0) throw failures[0];
  };

  async function look(nudge: Nudge): Promise<void> {
    const open = await digests.open(nudge.recipient, nudge.kind);
    if (!open) return;
    const coming = await moreComing(open);
    const verdict = whetherToClose(open, now(), times[open.kind], coming || nudge.waited === true);
    if (verdict.close) return close(open);
    // An older nudge ends here: the one that came with the last picture goes on.
    const newest = nudge.digest === open.id && nudge.joinedAt === open.joinedAt;
    if (newest) await nudges.send({ ...nudge, waited: coming }, verdict.wait);
  }

  async function moreComing(open: Digest): Promise<boolean> {
    // Only who is asked for the first time is better asked for all at once.
    if (open.kind !== 'review') return false;
    const since = new Date(now().getTime() - UPLOAD_PATIENCE);
    const answers = await Promise.all(
      owners(open).flatMap((owner) => [
        services.lists.has(owner, 'processing', new Date(0)),
        services.lists.has(owner, 'awaiting-upload', since),
      ]),
    );
    return answers.includes(true);
  }

  async function close(open: Digest): Promise<void> {
    const closed: Digest = { ...open, state: 'closed', version: open.version + 1, tries: 1, ...leased() };
    if (await digests.close(open, closed)) await post(closed);
  }

  /** What another worker left half-mailed, or SES did not take, once its time has come. */
  async function resume(left: Digest, nudge: Nudge): Promise<void> {
    const { parked, expires: _, ...held } = left;
    if (parked && !(nudge.parked && nudge.digest === left.id)) return;
    if ((held.notBefore ?? '') > now().toISOString()) return;
    const tries = parked ? 1 : (held.tries ?? 0) + 1;
    const taken = { ...held, version: held.version + 1, tries, ...leased() };
    if (await digests.keepClosed(taken)) await post(taken);
  }

  function leased() {
    const until = later(now(), LEASE);
    return { notBefore: until, nextCheckAt: until };
  }
}
