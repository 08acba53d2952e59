import type { Logger } from '@aws-lambda-powertools/logger';
import type { Digests } from '#adapters/digests';
import type { ImageLists } from '#adapters/image-lists';
import type { OutgoingMail } from '#adapters/mail';
import type { Queue } from '#adapters/queue';
import { type Digest, owners, type TimesOf, whetherToClose } from '#core/digest';
import { later, minutes } from '#core/time';
import type { Nudge } from './digests.ts';
import type { Sheet } from './sheets.ts';

export interface MailingServices {
  lists: Pick<ImageLists, 'has'>;
  digests: Digests;
  nudges: Queue<Nudge>;
  mail: { send(mail: OutgoingMail): Promise<void> };
  times: TimesOf;
  /** Writes the mails of a digest. */
  sheets: (digest: Digest) => Promise<Sheet[]>;
  logger: Logger;
  now: () => Date;
}

/** How long one worker may take to mail a closed digest before another takes it up. */
const LEASE = minutes(3);

/** A picture that was announced so long ago and not uploaded is not waited for. */
const UPLOAD_PATIENCE = minutes(2);

/** Closes somebody's digest if its time has come, and mails it; else comes back later. */
export function mailing(services: MailingServices) {
  const { digests, nudges, times, sheets, logger, now } = services;

  return async (nudge: Nudge): Promise<void> => {
    for (const left of await digests.closed(nudge.recipient, nudge.kind)) await resume(left);
    const open = await digests.open(nudge.recipient, nudge.kind);
    if (!open) return;
    const coming = await moreComing(open);
    const verdict = whetherToClose(open, now(), times[open.kind], coming || nudge.waited === true);
    if (verdict.close) return close(open);
    // An older nudge ends here: the one that came with the last picture goes on.
    const newest = nudge.digest === open.id && nudge.joinedAt === open.joinedAt;
    if (newest) await nudges.send({ ...nudge, waited: coming }, verdict.wait);
  };

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
    const closed = {
      ...open,
      state: 'closed' as const,
      version: open.version + 1,
      nextCheckAt: later(now(), LEASE),
    };
    if (await digests.close(open, closed)) await send(closed);
  }

  /** What another worker left half-mailed, once its lease is over. */
  async function resume(left: Digest): Promise<void> {
    if (left.nextCheckAt > now().toISOString()) return;
    const taken = { ...left, version: left.version + 1, nextCheckAt: later(now(), LEASE) };
    if (await digests.keepClosed(taken)) await send(taken);
  }

  async function send(closed: Digest): Promise<void> {
    let held = closed;
    for (const { mail, entries } of await sheets(closed)) {
      await services.mail.send(mail);
      logger.info('mailed', { kind: closed.kind, pictures: entries.size });
      // Mail is sent at least once: noted at once, so that a cut here repeats one mail at most.
      const left = held.entries.filter((one) => !entries.has(one.imageId));
      const next = { ...held, version: held.version + 1, entries: left };
      if (!(await digests.keepClosed(next))) return;
      held = next;
    }
    await digests.remove(held);
  }
}
