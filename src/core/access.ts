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
