import * as z from 'zod';
import { later, seconds } from './time.ts';

/** Something that the review clock does at a moment, ISO 8601, if there is no outcome by then. */
export const milestone = z.object({ at: z.iso.datetime(), what: z.enum(['ask', 'remind', 'escalate']) });
export type Milestone = z.infer<typeof milestone>;

/** The round's times, counted out once when it opens. */
export interface Schedule {
  dueAt: string;
  milestones: Milestone[];
}

/**
 * When the clock wakes next, ISO 8601: at the next milestone, or when the review is due; a second on, since Step
 * Functions waits to the second, and one that woke early would look again and again.
 */
export function wakesAt({ dueAt, milestones }: Schedule): string {
  const next = milestones[0]?.at ?? dueAt;
  return later(new Date(next < dueAt ? next : dueAt), seconds(1));
}

/** Whether nobody is mailed yet, since the round opened in quiet hours. */
export function isQuiet({ milestones }: Schedule, now: Date): boolean {
  return milestones.some(({ what, at }) => what === 'ask' && at > now.toISOString());
}

/** What has come due, each once: a clock that was held up reminds once, not once for each time it missed. */
export function dueMilestones({ milestones }: Schedule, now: Date): Milestone['what'][] {
  const come = milestones.filter(({ at }) => at <= now.toISOString());
  return [...new Set(come.map(({ what }) => what))];
}

/** The milestones that are left once what has come due of one kind is done. */
export function without(milestones: readonly Milestone[], what: Milestone['what'], now: Date): Milestone[] {
  return milestones.filter((one) => one.what !== what || one.at > now.toISOString());
}
