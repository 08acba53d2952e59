import * as z from 'zod';
import { address } from './policy.ts';

/**
 * What a mail is about: pictures to review, those that still wait, those that others left undecided, and, for their
 * sender, what became of them. Of each kind a recipient has a digest of its own.
 */
export const digestKind = z.enum(['review', 'reminder', 'escalation', 'outcome']);
export type DigestKind = z.infer<typeof digestKind>;

/** A picture that waits to be shown in somebody's next mail. */
export const digestEntry = z.object({
  imageId: z.string(),
  round: z.int(),
  owner: z.string(),
});
export type DigestEntry = z.infer<typeof digestEntry>;

/**
 * What one person will be mailed next. Open, it takes pictures in; closed, it is being mailed and takes none:
 * a new one opens beside it.
 */
export const digest = z.object({
  recipient: address,
  kind: digestKind,
  id: z.string(),
  version: z.int(),
  state: z.enum(['open', 'closed']),
  openedAt: z.iso.datetime(),
  joinedAt: z.iso.datetime(),
  entries: z.array(digestEntry),
  /** Once closed: tries at mailing it that mailed nothing. Counted before, so that one that is cut off counts. */
  tries: z.int().nonnegative().optional(),
  /** Once closed: before then no other worker takes it up, ISO 8601. */
  notBefore: z.iso.datetime().optional(),
  /** Mailed, and not yet on the pictures' trails. */
  mailed: z.array(digestEntry).optional(),
  /** Since when SES has not taken it, ISO 8601. */
  unsentSince: z.iso.datetime().optional(),
  /** Given up: only its message among the dead letters brings it back. */
  parked: z.boolean().optional(),
  /** When DynamoDB forgets what was given up, in seconds since 1970. */
  expires: z.int().optional(),
  /** When the sweep looks at it next; absent on what was given up. */
  nextCheckAt: z.iso.datetime().optional(),
});
export type Digest = z.infer<typeof digest>;

export interface DigestTimes {
  /** Milliseconds without a new picture after which it may close. */
  quiet: number;
  /** Milliseconds after which it closes whatever is still processing. */
  max: number;
}

/** Whatever kind: how long it waits for more. */
export type TimesOf = Readonly<Record<DigestKind, DigestTimes>>;

/**
 * The times of each kind: reviews are asked soon, and wait for what is still processing; whatever else comes due for
 * one person within `gather` milliseconds goes in one mail. A sender hears when nobody has decided for so long.
 */
export function timesOf({ gather, ...review }: DigestTimes & { gather: number }): TimesOf {
  const together = { quiet: gather, max: gather };
  return { review, reminder: together, escalation: together, outcome: { quiet: gather, max: 15 * gather } };
}

/** DynamoDB keeps items up to 400 KB, and an entry takes about 200 bytes. */
export const DIGEST_HOLDS = 1000;

/** Pictures join: those it holds already are not added again. `undefined`: nothing is new. */
export function join(
  open: Digest | undefined,
  to: Pick<Digest, 'recipient' | 'kind'>,
  entries: readonly DigestEntry[],
  make: { id: string; now: Date; times: DigestTimes },
): Digest | undefined {
  const held = new Set(open?.entries.map(keyOf));
  // A message may come twice in one batch.
  const once = new Map(entries.map((one) => [keyOf(one), one]));
  const fresh = [...once.values()].filter((one) => !held.has(keyOf(one)));
  if (fresh.length === 0) return undefined;
  const at = make.now.toISOString();
  if (open) return { ...open, version: open.version + 1, joinedAt: at, entries: [...open.entries, ...fresh] };
  // The sweep comes after the longest wait, for a digest whose nudges were lost.
  const nextCheckAt = new Date(make.now.getTime() + make.times.max + 60_000).toISOString();
  const started = { ...to, id: make.id, version: 1, state: 'open' as const, openedAt: at, joinedAt: at };
  return { ...started, entries: fresh, nextCheckAt };
}

function keyOf(entry: DigestEntry): string {
  return `${entry.imageId}#${entry.round}`;
}

/** What to do with an open digest now; `wait` is in milliseconds. */
export type DigestVerdict = { close: true } | { close: false; wait: number };

/**
 * How often a digest that waits for pictures on their way is looked at. Each look is a message that the function sends
 * itself, and Lambda ends such a chain after about 16:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
const MOST_LOOKS = 12;

/**
 * A digest closes when no picture has joined for a while and none of its senders has one on its way,
 * or when it has been open for the longest time or holds all it can.
 */
export function whetherToClose(
  open: Digest,
  now: Date,
  times: DigestTimes,
  moreComing: boolean,
): DigestVerdict {
  const leftAtMost = Date.parse(open.openedAt) + times.max - now.getTime();
  if (leftAtMost <= 0 || open.entries.length >= DIGEST_HOLDS) return { close: true };
  const leftQuiet = Date.parse(open.joinedAt) + times.quiet - now.getTime();
  if (leftQuiet > 0) return { close: false, wait: Math.min(leftQuiet, leftAtMost) };
  if (!moreComing) return { close: true };
  const patience = Math.max(times.quiet, times.max / MOST_LOOKS);
  return { close: false, wait: Math.min(patience, leftAtMost) };
}

/** The accounts whose pictures are in it, each once. */
export function owners(held: Digest): string[] {
  return [...new Set(held.entries.map((one) => one.owner))];
}
