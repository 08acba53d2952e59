import { isRefusal } from '#core/failures';
import type { Decision } from '#core/image';
import { sameMailbox } from '#core/mailbox';
import { MOST_ROUNDS, nextRoundAt } from '#core/rounds';
import { isPublic } from '#core/title';
import type { Image } from '../api/images.ts';
import type { Person } from '../api/session.ts';

/** An approval can be taken back until the picture has been public for so long, in milliseconds. */
const UNDO_MS = 60_000;

/** What somebody may do with a picture as it stands. The API has the last word; this is what is offered. */
export function rightsOf(image: Image, person: Person, now: number) {
  const mine = image.createdBy === person.email;
  const own = sameMailbox(image.createdBy, person.email);
  const reviews = person.groups.includes('reviewers');
  const operates = person.groups.includes('operators');
  const { status, failure, review } = image;
  const decided = ownDecision(image, person);
  const open = status === 'in-review' && review?.outcome === undefined;
  const settled = Date.parse(review?.settledAt ?? '');
  const restartable =
    (mine || operates) && (status === 'expired' || (status === 'failed' && !isRefusal(failure?.code ?? '')));
  /** Reopening one's own would take it past a colleague's rejection. */
  const reopenable = reviews && !own && (status === 'rejected' || status === 'withdrawn');
  const usedUp = image.round >= MOST_ROUNDS;
  const next = nextRoundAt(image);
  const pausedUntil = own && Date.parse(next) > now ? next : undefined;
  return {
    /** Of an approved picture the new title goes to review, or its policy refuses it. */
    rename: mine && !(status === 'approved' && image.policy.renameApproved === 'refuse'),
    remove: mine || operates,
    restart: restartable && !usedUp && !pausedUntil,
    /** Until when its owner has to wait before that, ISO 8601. */
    pausedUntil: restartable && !usedUp ? pausedUntil : undefined,
    /** It could begin another round, had it not had as many as it may. */
    usedUp: usedUp && (restartable || reopenable),
    original: mine || reviews,
    /** Nobody decides on their own picture. */
    decide: reviews && !own && open && !decided,
    undo:
      reviews &&
      decided !== undefined &&
      (status === 'in-review' ||
        status === 'rejected' ||
        (status === 'approved' && (review?.outcome === 'rejected' || now - settled < UNDO_MS))),
    withdraw: reviews && isPublic(image),
    reopen: reopenable && !usedUp,
  };
}

/** What somebody decided on a picture in this round. */
export function ownDecision(
  { review }: Pick<Image, 'review'>,
  { email }: Pick<Person, 'email'>,
): Decision | undefined {
  return review?.decisions.findLast(({ by }) => sameMailbox(by, email));
}
