import type { AuditEvent } from './audit.ts';
import { Forbidden, NotFound } from './errors.ts';
import type { ImageRecord } from './image.ts';

/** Who asks, as the gateway's token says. */
export interface Asker {
  sub: string;
  groups: readonly string[];
}

/**
 * The record for those who may read it.
 * @throws NotFound for everybody else, so that nobody learns which ids exist
 */
export function readable(record: ImageRecord | undefined, asker: Asker): ImageRecord {
  const mayRead = record && (record.owner === asker.sub || seesAll(asker));
  if (!mayRead) throw new NotFound('There is no such picture.');
  return record;
}

/**
 * The record for its owner and for some groups.
 * @throws NotFound for those who may not even read it, Forbidden for those who may only do that
 */
export function ownable(
  record: ImageRecord | undefined,
  asker: Asker,
  groups: readonly string[] = [],
): ImageRecord {
  const read = readable(record, asker);
  if (read.owner === asker.sub || groups.some((group) => asker.groups.includes(group))) return read;
  throw new Forbidden('Only its sender may do that with this picture.');
}

/** @throws Forbidden for who is not in the group */
export function requireGroup(asker: Asker, group: 'reviewers' | 'operators'): void {
  if (!asker.groups.includes(group)) throw new Forbidden(`Only ${group} may do that.`);
}

/** Reviewers and operators see every picture. */
export function seesAll(asker: Asker): boolean {
  return asker.groups.includes('reviewers') || asker.groups.includes('operators');
}

/** Who reads of a picture: its sender, or a colleague of those who review it, signed in or with a link. */
export type Reader = 'sender' | 'colleague';

/** As whom somebody reads: who sees every picture is a colleague, also of their own. */
export function readerOf(asker: Asker): Reader {
  return seesAll(asker) ? 'colleague' : 'sender';
}

/** The record as a reader may know it: what reviewers write to each other when one passes a picture on is not for its sender. */
export function recordFor(record: ImageRecord, reader: Reader): ImageRecord {
  const { review } = record;
  if (reader === 'colleague' || !review) return record;
  const handovers = review.handovers.map(({ comment: _, ...rest }) => rest);
  return { ...record, review: { ...review, handovers } };
}

/** The same for an entry of the trail. */
export function eventFor(event: AuditEvent, reader: Reader): AuditEvent {
  if (reader === 'colleague' || event.type !== 'handed-over') return event;
  const { comment: _, ...rest } = event;
  return rest;
}
