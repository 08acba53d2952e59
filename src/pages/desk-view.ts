import type { Decision } from '#core/image';
import type { ThumbnailView } from './view.ts';

/** A picture on a reviewer's desk. */
export interface DeskPicture {
  id: string;
  title: string;
  /** Which title it is: a decision says which one was seen. */
  titleVersion: number;
  /** What the picture was called before, in a sentence. */
  titleNote?: string | undefined;
  filename: string;
  sender: string;
  dueAt: string;
  thumbnail: ThumbnailView;
  caption?: string | undefined;
  /** The page of this picture alone. */
  reviewUrl: string;
  /** What others decided. */
  decisions: readonly Decision[];
  /** How many have to approve. */
  required: number;
}

/** What came of one decision that the form sent: it was done, or it was not and why. */
export type DeskResult = { id: string; title: string } & (
  | { done: 'approved' | 'rejected' | 'undone' }
  | { problem: string }
);

/** All that waits for one reviewer. */
export interface DeskView {
  reviewer: string;
  pictures: readonly DeskPicture[];
  /** What came of the form that was just sent. */
  results?: readonly DeskResult[] | undefined;
  /** How many pictures come marked, as `?mark=all` asks where no script runs: no more than can be decided on at once. */
  marked?: number | undefined;
  /** Until when this link shows the desk. */
  until: string;
}
