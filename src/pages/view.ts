import type { Decision, Verdict } from '#core/image';
import { oneLine } from '#core/words';

/** The picture on the page; its address is relative, `<link>/thumbnail`. */
export interface ThumbnailView {
  url: string;
  width: number;
  height: number;
}

/** A review that waits for a decision. */
export interface OpenView {
  state: 'open';
  title: string;
  filename: string;
  sender: string;
  /** In whose name the link decides. */
  reviewer: string;
  caption?: string | undefined;
  credit?: string | undefined;
  /** The original's; zero pixels or bytes where they are not known. */
  facts: { width: number; height: number; bytes: number; contentType: string };
  thumbnail: ThumbnailView;
  dueAt: string;
  /** The button that was pressed in the mail. */
  choice?: Verdict | undefined;
  /** What others decided before. */
  decisions: readonly Decision[];
}

/** A review that somebody decided. */
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
  /** The reviewer just pressed the button of what is decided. */
  justNow?: boolean | undefined;
  choice?: Verdict | undefined;
  /** It was approved, and a reviewer took it back since. */
  withdrawn?: boolean | undefined;
}

/** A review that ended without a decision, or whose link is of an earlier round. */
export interface ExpiredView {
  state: 'expired';
  title: string;
  reason: 'due' | 'old-round';
}

/** What the page behind a mailed link shows. */
export type ReviewView = OpenView | DecidedView | ExpiredView;

/** A verdict as something done: "approved". */
export const done = { approve: 'approved', reject: 'rejected' } as const;

/** A picture's title made safe to show. */
export function titleOf(view: { title: string; filename?: string }): string {
  return oneLine(view.title, 200) || oneLine(view.filename ?? '', 200) || 'Untitled';
}
