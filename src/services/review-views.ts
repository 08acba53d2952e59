import type { ImageRecord } from '#core/image';
import { isAmong } from '#core/mailbox';
import { decisionOf, panel, receivedFrom } from '#core/panel';
import { MAIL_RENDITION } from '#core/renditions';
import { isPublic, titleNote, titleVersionOf } from '#core/title';
import { undoableUntil } from '#core/undo';
import type { ReviewView } from '#pages/review';
import type { DecidedView, OpenView, ThumbnailView } from '../pages/view.ts';
import type { LinkedReview } from './links.ts';
import type { Moment } from './review-answers.ts';

/** What the page behind a link says of a review. */
export function viewOf(found: LinkedReview, link: string, moment: Moment, now: Date): ReviewView {
  const { title } = found.record;
  const thumbnail = thumbnailOf(found.record, link);
  switch (found.state) {
    case 'expired':
      return { state: 'expired', title, reason: found.reason };
    case 'handed-over':
      return {
        state: 'handed-over',
        title,
        thumbnail,
        ...found.handover,
        justNow: moment.did === 'handover',
      };
    case 'open':
      return openView(found, thumbnail, moment);
    case 'waiting':
    case 'decided':
      return decidedView(found, thumbnail, moment, now);
  }
}

function thumbnailOf({ thumbnails }: ImageRecord, link: string): ThumbnailView {
  const shown = thumbnails.find((one) => one.name === MAIL_RENDITION);
  const { width = 1, height = 1 } = shown ?? {};
  const [widest] = thumbnails.toSorted((a, b) => b.width - a.width);
  const larger = widest && widest.width > width ? widest : undefined;
  return {
    url: `${link}/thumbnail`,
    width,
    height,
    larger: larger && {
      url: `${link}/thumbnail?name=${larger.name}`,
      width: larger.width,
      height: larger.height,
    },
  };
}

function openView(
  { record, review, reviewer }: LinkedReview,
  thumbnail: ThumbnailView,
  moment: Moment,
): OpenView {
  const { title, filename, original, policy, announced } = record;
  const { choice, did, handover } = moment;
  const passed = receivedFrom(review, reviewer);
  // Since it took long, and not since a mail came back or a colleague passed it on.
  const escalated =
    review.escalatedAt &&
    review.unreachable.length === 0 &&
    isAmong(policy.escalateTo ?? [], reviewer) &&
    !passed;
  return {
    state: 'open',
    title,
    titleVersion: titleVersionOf(record),
    titleNote: titleNote(record),
    titleChanged: moment.titleChanged,
    filename,
    thumbnail,
    reviewer,
    sender: record.createdBy,
    dueAt: review.dueAt,
    decisions: review.decisions,
    quorum: { required: review.required, reviewers: panel(review).length },
    facts: original ?? { width: 0, height: 0, bytes: 0, contentType: announced.contentType },
    caption: original?.caption,
    credit: original?.credit,
    ...(choice ? { choice } : {}),
    ...(handover ? { handover } : {}),
    ...(escalated ? { escalatedAfter: policy.escalateAfter } : {}),
    undone: did === 'undo',
    passed,
  };
}

/** The decision that is shown is the reviewer's own, if there is one, else the last, which made the outcome. */
function decidedView(
  found: Extract<LinkedReview, { state: 'waiting' | 'decided' }>,
  thumbnail: ThumbnailView,
  { did, refused }: Moment,
  now: Date,
): DecidedView {
  const { record, review, reviewer } = found;
  const own = decisionOf(review, reviewer);
  const tooLate = refused === 'undo';
  const shown = refused && !tooLate ? found.decision : (own ?? found.decision);
  const same = refused === shown.decision;
  const undoUntil = undoableUntil(record, reviewer, now);
  return {
    state: 'decided',
    thumbnail,
    ...shown,
    title: shown.title ?? record.title,
    otherwiseCalled: review.retitled?.from,
    mine: shown === own,
    others: review.decisions.filter((one) => one !== shown),
    missing: found.state === 'waiting' ? review.required - review.decisions.length : 0,
    canUndo: undoUntil !== undefined,
    undoUntil,
    canWithdraw: isPublic(record) && undoUntil === undefined,
    withdrawn: record.status === 'withdrawn',
    justWithdrawn: did === 'withdraw',
    justNow: same || did === 'approve' || did === 'reject',
    conflict: refused !== undefined && !same && !tooLate,
    tooLate,
  };
}
