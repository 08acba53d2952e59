import { isRefusal } from '#core/failures';
import type { Decision } from '#core/image';
import type { Image } from '../api/images.ts';
import type { Person } from '../api/session.ts';

/** An approval can be taken back until the picture has been public for so long, in milliseconds. */
const UNDO_MS = 60_000;

/** What somebody may do with a picture as it stands. The API has the last word; this is what is offered. */
export function rightsOf(image: Image, person: Person, now: number) {
  const mine = image.createdBy === person.email;
  const reviews = person.groups.includes('reviewers');
  const operates = person.groups.includes('operators');
  const { status, failure, review } = image;
  const own = ownDecision(image, person);
  const open = status === 'in-review' && review?.outcome === undefined;
  const settled = Date.parse(review?.settledAt ?? '');
  return {
    rename: mine,
    remove: mine || operates,
    restart:
      (mine || operates) &&
      (status === 'expired' || (status === 'failed' && !isRefusal(failure?.code ?? ''))),
    original: mine || reviews,
    /** Nobody decides on their own picture. */
    decide: reviews && !mine && open && !own,
    undo:
      reviews &&
      own !== undefined &&
      (status === 'in-review' || status === 'rejected' || (status === 'approved' && now - settled < UNDO_MS)),
    withdraw: reviews && status === 'approved',
    reopen: reviews && (status === 'rejected' || status === 'withdrawn'),
  };
}

/** What somebody decided on a picture in this round. */
export function ownDecision(
  { review }: Pick<Image, 'review'>,
  { email }: Pick<Person, 'email'>,
): Decision | undefined {
  return review?.decisions.findLast(({ by }) => by === email);
}
