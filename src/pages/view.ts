import type { Decision, Original, Verdict } from '#core/image';
import { oneLine } from '#core/words';

/** The picture on the page; its address is relative, `<link>/thumbnail`. */
export interface ThumbnailView {
  url: string;
  width: number;
  height: number;
  /** The same with more pixels, where there is one. */
  larger?: Pick<ThumbnailView, 'url' | 'width' | 'height'> | undefined;
}

/** The next picture that waits for the same reviewer. */
export interface NextView {
  url: string;
  title: string;
  /** How many wait in all, this one included. */
  left: number;
}

/** What was typed to pass a picture on, and why that did not work. */
export interface HandoverView {
  to: string;
  comment: string;
  problem: string;
}

/** A review that waits for a decision. */
export interface OpenView {
  state: 'open';
  title: string;
  /** Which title it is: the form says which one was seen. */
  titleVersion: number;
  /** What the picture was called before, in a sentence. */
  titleNote?: string | undefined;
  /** It was changed while the reviewer looked: what they wrote is kept, nothing is decided. */
  titleChanged?: { comment: string } | undefined;
  filename: string;
  sender: string;
  /** In whose name the link decides. */
  reviewer: string;
  caption?: string | undefined;
  credit?: string | undefined;
  /** The original's; zero pixels or bytes where they are not known. */
  facts: { width: number; height: number; bytes: number; contentType: string } & Pick<
    Original,
    'dynamicRange' | 'colorAccuracy'
  >;
  thumbnail: ThumbnailView;
  dueAt: string;
  /** The button that was pressed in the mail. */
  choice?: Verdict | undefined;
  /** What others decided before. */
  decisions: readonly Decision[];
  /** How many have to approve, of how many who are asked. */
  quorum?: { required: number; reviewers: number } | undefined;
  /** The reviewer just took a decision back. */
  undone?: boolean | undefined;
  /** Who passed it on to the reviewer, and what they said. */
  passed?: { from: string; comment?: string | undefined } | undefined;
  /** The reviewer is asked because nothing was decided in this time, an ISO 8601 duration. */
  escalatedAfter?: string | undefined;
  handover?: HandoverView | undefined;
}

/** A review that somebody decided, or in which the reviewer has nothing left to decide. */
export interface DecidedView {
  state: 'decided';
  title: string;
  thumbnail: ThumbnailView;
  by: string;
  decision: Verdict;
  at: string;
  comment?: string | undefined;
  /** Whether it is the link's own reviewer who decided. */
  mine: boolean;
  /** The reviewer just tried the opposite. */
  conflict?: boolean | undefined;
  /** The reviewer just tried to undo what has been public for too long. */
  tooLate?: boolean | undefined;
  /** The reviewer just pressed the button of what is decided. */
  justNow?: boolean | undefined;
  choice?: Verdict | undefined;
  /** What others decided. */
  others?: readonly Decision[] | undefined;
  /** How many approvals are still needed after the reviewer's own. */
  missing?: number | undefined;
  /** Whether the reviewer may take this decision back, and until when, where that ends. */
  canUndo?: boolean | undefined;
  undoUntil?: string | undefined;
  /** Only the title was in review: what the picture is called where that is not approved. */
  otherwiseCalled?: string | undefined;
  /** Whether the reviewer may take the picture off the public pages. */
  canWithdraw?: boolean | undefined;
  /** It was approved, and a reviewer took it back since. */
  withdrawn?: boolean | undefined;
  /** That was this reviewer, just now. */
  justWithdrawn?: boolean | undefined;
  next?: NextView | undefined;
}

/** A review that the reviewer passed on to somebody else: the link only shows it. */
export interface HandedOverView {
  state: 'handed-over';
  title: string;
  thumbnail: ThumbnailView;
  to: string;
  at: string;
  /** What was written to who was asked instead. */
  comment?: string | undefined;
  justNow?: boolean | undefined;
  next?: NextView | undefined;
}

/** A review that ended without a decision, or whose link is of an earlier round. */
export interface ExpiredView {
  state: 'expired';
  title: string;
  reason: 'due' | 'ended' | 'old-round';
  next?: NextView | undefined;
}

/** What the page behind a mailed link shows. */
export type ReviewView = OpenView | DecidedView | HandedOverView | ExpiredView;

/** A verdict as something done: "approved". */
export const done = { approve: 'approved', reject: 'rejected' } as const;

/** A picture's title made safe to show. */
export function titleOf(view: { title: string; filename?: string }): string {
  return oneLine(view.title, 200) || oneLine(view.filename ?? '', 200) || 'Untitled';
}

/** The link's own address, next to where its page is: the thumbnail's holds it. An empty one would keep `?choice=`. */
export function linkOf(view: { thumbnail: ThumbnailView }): string {
  const { url } = view.thumbnail;
  return url.slice(0, url.lastIndexOf('/'));
}
