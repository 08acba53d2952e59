import type { Status } from './image.ts';
import { later, minutes } from './time.ts';

/** So many rounds a picture has at most: each mails all of its reviewers. */
export const MOST_ROUNDS = 20;

/** A round as far as its end says when its owner may begin the next, in what is kept and in what the API shows. */
interface EndedRound {
  status: Status;
  round: number;
  updatedAt: string;
  review?: { settledAt?: string | undefined } | null | undefined;
}

/** Milliseconds from the end of a round until its owner may begin the next: none, then a minute, doubled up to an hour. */
export function pauseAfter(round: number): number {
  return round === 1 ? 0 : minutes(Math.min(2 ** (round - 2), 60));
}

/** When the owner may begin the next round, ISO 8601. */
export function nextRoundAt({ round, updatedAt, review }: EndedRound): string {
  return later(new Date(review?.settledAt ?? updatedAt), pauseAfter(round));
}
