import type { AuditEvent } from '#core/audit';
import type { Outcome, Status } from '#core/image';
import { isAmong } from '#core/mailbox';
import { oneLine } from '#core/words';
import type { Image, Review } from '../api/images.ts';

/** What a picture is called, made safe to show. */
export function titleOf({ title }: Pick<Image, 'title'>): string {
  return oneLine(title, 200) || 'Untitled';
}

/** What each status is called. */
export const statusWords: Readonly<Record<Status, string>> = {
  'awaiting-upload': 'Not uploaded yet',
  processing: 'Being rendered',
  'in-review': 'In review',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  failed: 'Failed',
};

/** Every status, in the order of a picture's way. */
export const statuses = Object.keys(statusWords) as readonly Status[];

const outcomeWords: Readonly<Record<Outcome, string>> = {
  approved: 'Approved, being published',
  rejected: 'Rejected, being withdrawn',
  expired: 'Expired',
};

/** How a picture stands, in words. */
export function standing({ status, review }: Pick<Image, 'status' | 'review'>): string {
  if (status === 'in-review' && review?.retitled && !review.outcome)
    return 'Public; its new title is in review';
  return status === 'in-review' && review?.outcome ? outcomeWords[review.outcome] : statusWords[status];
}

/** What happened, as a sentence without its subject. Types that are new to this page are shown as they are. */
export function happened({ type, detail }: Pick<AuditEvent, 'type' | 'detail'>): string {
  const words: Readonly<Record<string, string>> = {
    created: 'announced it',
    uploaded: 'received the file',
    'review-requested': 'opened the review',
    'reviewers-asked': 'asked the reviewers',
    decided: detail === 'reject' ? 'rejected it' : 'approved it',
    undone: 'took the decision back',
    reminded: 'reminded the reviewers',
    escalated:
      detail === 'bounced'
        ? 'asked others as well, as a mail came back'
        : 'asked others as well, as nobody had decided',
    'handed-over': 'passed it on',
    bounced: 'could not reach a reviewer',
    approved: detail === undefined ? 'published it' : 'published its new title',
    rejected: detail === undefined ? 'left it unpublished' : 'kept its title',
    expired: 'ended the review: nobody decided in time',
    failed: 'gave up',
    restarted: 'started it again',
    reopened: 'reopened it',
    withdrawn: 'took it back',
    renamed: 'renamed it',
  };
  return words[type] ?? type;
}

/** Whether an event's detail says more than its sentence does. */
export function detailOf({ type, detail }: Pick<AuditEvent, 'type' | 'detail'>): string | undefined {
  return ['decided', 'undone', 'expired', 'escalated'].includes(type) ? undefined : detail;
}

/** Reviewers whose mail has still to leave. Who decided or passed the picture on has been asked, and some take no mail. */
export function unmailed({ reviewers, mailed = [], ...review }: Review): string[] {
  const { decisions, handovers, unreachable } = review;
  const known = [...decisions.map(({ by }) => by), ...handovers.map(({ from }) => from)];
  return reviewers.filter((one) => !isAmong([...mailed, ...known, ...unreachable], one));
}

/** Whom mail does not reach, and how many pictures wait for them: one line says it, however many there are. */
export function unreached(images: readonly Pick<Image, 'status' | 'review'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, review } of images) {
    if (status !== 'in-review') continue;
    for (const one of review?.unreachable ?? []) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}

/** The addresses of several pictures: one warning with a count stands for the equal ones. */
export function folded(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].filter(([, count]) => count > 1).map(([address]) => address);
}

const minute = 60_000;
const spans = [
  [24 * 60 * minute, 'd'],
  [60 * minute, 'h'],
  [minute, 'min'],
] as const;

/** How long something lasts: "3 h 12 min", "2 d 4 h"; the two largest units. */
export function lasting(ms: number): string {
  if (ms < minute) return 'less than a minute';
  const parts: string[] = [];
  let left = ms;
  for (const [size, unit] of spans) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 || parts.length > 0) parts.push(`${count} ${unit}`);
  }
  return parts
    .slice(0, 2)
    .filter((part) => !part.startsWith('0 '))
    .join(' ');
}
