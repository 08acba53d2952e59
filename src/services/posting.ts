import type { Logger } from '@aws-lambda-powertools/logger';
import type { Digests } from '#adapters/digests';
import type { Images } from '#adapters/images';
import type { OutgoingMail } from '#adapters/mail';
import type { Queue } from '#adapters/queue';
import type { Undelivered } from '#adapters/undelivered';
import type { Digest, DigestEntry } from '#core/digest';
import { NotFound, traceOf } from '#core/errors';
import { inGroups } from '#core/groups';
import { mailed } from '#core/review';
import { later, minutes } from '#core/time';
import { isRefusal, MOST_TRIES, patience, rememberedFor } from '#core/undelivered';
import type { Nudge } from './digests.ts';
import type { Sheets } from './sheets.ts';

export interface PostingServices {
  images: Pick<Images, 'change'>;
  digests: Digests;
  nudges: Queue<Nudge>;
  /** Where the message of a digest that was given up waits for an operator. */
  deadLetters: Queue<Nudge>;
  mail: { send(mail: OutgoingMail): Promise<void> };
  /** Writes the mails of a digest. */
  sheets: (digest: Digest) => Promise<Sheets>;
  undelivered: Pick<Undelivered, 'of' | 'remember' | 'note' | 'clear'>;
  /** Puts it on record that mail does not reach an address, and has others asked. */
  unreach: (address: string) => Promise<unknown>;
  logger: Logger;
  now: () => Date;
}

/** As long as the dead letters are kept: 14 days. */
const GIVEN_UP_FOR = minutes(14 * 24 * 60);

/** Pictures that are written to at once. */
const AT_ONCE = 10;

/**
 * Mails a closed digest, one part after another. What SES does not take for now is tried again, later each time, and
 * given up in the end; what it refuses for good is as a mail that came back.
 */
export function posting(services: PostingServices) {
  const { images, digests, undelivered, logger, now } = services;

  return async (closed: Digest): Promise<void> => {
    let held = await noteMailed(closed);
    if ((held.tries ?? 0) > MOST_TRIES) return giveUp(held, new Error('cut off each time'));
    if (await undelivered.of(held.recipient, now())) return refuse(held);
    const before = Math.max(0, (held.tries ?? 0) - 1);
    try {
      const { mails, unreadable } = await services.sheets(held);
      for (const { mail, entries } of mails) {
        await services.mail.send(mail);
        logger.info('mailed', { kind: held.kind, pictures: entries.size });
        // Mail is sent at least once: noted at once, so that a cut here repeats one mail at most.
        const left = held.entries.filter((one) => !entries.has(one.imageId));
        const sent = held.entries.filter((one) => entries.has(one.imageId));
        const next = { ...held, version: held.version + 1, entries: left, mailed: sent, tries: before };
        if (!(await digests.keepClosed(next))) return;
        held = await noteMailed(next);
      }
      if (unreadable.length > 0) return failed({ ...held, entries: unreadable }, new UnreadableRecord());
    } catch (error) {
      return failed(held, error);
    }
    await done(held);
  };

  /** The trails say that their reviewer was asked, now that SES took the mail. */
  async function noteMailed(held: Digest): Promise<Digest> {
    // A reminder is on the trail since it was due, and a sender's mail is on none.
    if (held.kind === 'outcome' || held.kind === 'reminder') return { ...held, mailed: [] };
    for (const group of inGroups(held.mailed ?? [], AT_ONCE)) {
      await Promise.all(group.map((one) => noteAsked(one, held)));
    }
    return { ...held, mailed: [] };
  }

  async function noteAsked({ imageId, round }: DigestEntry, { recipient }: Digest): Promise<void> {
    try {
      await images.change(imageId, (seen) => mailed(seen, round, recipient, now()));
    } catch (error) {
      // The mail left: a trail that lacks it is no reason to send it again.
      if (!(error instanceof NotFound)) logger.error('a mail is not on a trail', traceOf(error));
    }
  }

  async function failed(held: Digest, error: unknown): Promise<void> {
    const { recipient, kind, tries = 0 } = held;
    if (isRefusal(error, recipient)) {
      const since = now().toISOString();
      const until = later(now(), rememberedFor.refused);
      await undelivered.remember({ address: recipient, why: 'refused', since, until });
      return refuse(held);
    }
    logger.error('a mail did not leave', { kind, tries, ...traceOf(error) });
    if (tries >= MOST_TRIES) return giveUp(held, error);
    const until = later(now(), patience(tries));
    const unsentSince = held.unsentSince ?? now().toISOString();
    const next = { ...held, version: held.version + 1, notBefore: until, nextCheckAt: until, unsentSince };
    if (await digests.keepClosed(next)) await noteUnsent(next, error);
    throw error;
  }

  /** SES will never take it, or the address is known to take no mail: others are asked instead. */
  async function refuse(held: Digest): Promise<void> {
    logger.warn('a mail was refused', { kind: held.kind, pictures: held.entries.length });
    await services.unreach(held.recipient);
    await done(held);
  }

  /** Tried for days: it is left to an operator, who finds its message among the dead letters. */
  async function giveUp(held: Digest, error: unknown): Promise<void> {
    const { recipient, kind, id: digest, joinedAt } = held;
    const { notBefore: _, nextCheckAt: __, ...kept } = held;
    const expires = Math.ceil(Date.parse(later(now(), GIVEN_UP_FOR)) / 1000);
    const unsentSince = held.unsentSince ?? now().toISOString();
    const parked = { ...kept, version: held.version + 1, parked: true, expires, unsentSince };
    // Sent before it is parked: cut off between, an operator finds two letters rather than none.
    await services.deadLetters.send({ recipient, kind, digest, joinedAt, parked: true });
    if (!(await digests.keepClosed(parked))) return;
    logger.error('a mail was given up', { kind, pictures: held.entries.length });
    await noteUnsent(parked, error);
  }

  async function noteUnsent(held: Digest, error: unknown): Promise<void> {
    const { recipient, kind, id: digest, tries = 0, entries, notBefore, unsentSince = '' } = held;
    const about = { digest, recipient, kind, pictures: entries.length, since: unsentSince, tries };
    const named = { ...about, error: traceOf(error).error };
    await undelivered.note(
      notBefore === undefined ? named : { ...named, nextAt: notBefore },
      later(now(), GIVEN_UP_FOR),
    );
  }

  async function done(held: Digest): Promise<void> {
    await digests.remove(held);
    if (held.unsentSince) await undelivered.clear(held.id);
  }
}

/** A picture whose record cannot be read: it stays in its digest, and the others are mailed. */
class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}
