import type { Status } from './image.ts';

/** No picture is older than the service: lists go back to this month and no further. */
const FIRST_MONTH = '2026-11';

/** Buckets looked at for one page, so that a long empty past costs a request little. */
const MONTHS_A_PAGE = 12;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** The milliseconds since 1970 in the first ten characters of a ULID (https://github.com/ulid/spec). */
export function timeOfId(id: string): number {
  return [...id.slice(0, 10)].reduce((time, digit) => time * 32 + CROCKFORD.indexOf(digit), 0);
}

/** The smallest ULID of a moment: everything created before sorts below it. */
export function firstIdOf(time: Date): string {
  let left = time.getTime();
  let digits = '';
  for (let place = 0; place < 10; place += 1) {
    digits = `${CROCKFORD[left % 32]}${digits}`;
    left = Math.floor(left / 32);
  }
  return `${digits}${'0'.repeat(16)}`;
}

/** The month of a moment, `yyyy-mm`, UTC. */
export function monthOf(time: Date): string {
  return time.toISOString().slice(0, 7);
}

/** The months whose buckets a page reads, newest first, and the cursor for going on before the last of them. */
export function monthsBack(from: Date): { months: string[]; next?: string } {
  const months: string[] = [];
  const at = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
  while (months.length < MONTHS_A_PAGE && monthOf(at) >= FIRST_MONTH) {
    months.push(monthOf(at));
    at.setUTCMonth(at.getUTCMonth() - 1);
  }
  if (monthOf(at) < FIRST_MONTH) return { months };
  at.setUTCMonth(at.getUTCMonth() + 1);
  return { months, next: firstIdOf(at) };
}

/** The partitions of the list indexes. Months and owners spread the writes, so that no partition is hot. */
export const partitions = {
  month: (month: string) => `ALL#${month}`,
  statusMonth: (status: Status, month: string) => `STATUS#${status}#${month}`,
  owner: (owner: string) => `OWNER#${owner}`,
  ownerStatus: (owner: string, status: Status) => `OWNER#${owner}#${status}`,
} as const;
