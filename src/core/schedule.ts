import { DateTime } from 'luxon';
import type { Milestone, Schedule } from './milestone.ts';
import type { QuietHours, ReviewPolicy } from './policy.ts';
import { millisecondsOf } from './policy-rules.ts';
import { later } from './time.ts';

/**
 * The times of a round that opens now: all counted from when its reviewers may be asked, none of the mails within
 * quiet hours, the due time as it comes.
 */
export function scheduleOf(policy: ReviewPolicy, now: Date): Schedule {
  const askAt = afterQuiet(now, policy.quietHours);
  const dueAt = later(askAt, millisecondsOf(policy.expireAfter));
  const mailed = (what: Milestone['what'], duration: string): Milestone => {
    const at = afterQuiet(new Date(later(askAt, millisecondsOf(duration))), policy.quietHours);
    return { what, at: at.toISOString() };
  };
  const milestones = [
    ...(askAt > now ? [{ what: 'ask' as const, at: askAt.toISOString() }] : []),
    ...policy.remindAfter.map((duration) => mailed('remind', duration)),
    ...(policy.escalateAfter ? [mailed('escalate', policy.escalateAfter)] : []),
  ];
  // A reminder that quiet hours push past the due time would be one of nothing.
  const useful = milestones.filter(({ at }) => at < dueAt);
  return { dueAt, milestones: useful.sort((a, b) => (a.at < b.at ? -1 : 1)) };
}

/** The moment itself, or the end of the quiet hours that it lies in. */
function afterQuiet(at: Date, quiet: QuietHours | undefined): Date {
  if (!quiet) return at;
  const there = DateTime.fromJSDate(at, { zone: quiet.timeZone });
  const onDay = (clock: string, days: number) => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    return there.plus({ days }).set({ hour, minute, second: 0, millisecond: 0 });
  };
  const overnight = quiet.to < quiet.from;
  // The quiet hours that began yesterday, and those that begin today.
  for (const days of overnight ? [-1, 0] : [0]) {
    const end = onDay(quiet.to, overnight ? days + 1 : days);
    if (onDay(quiet.from, days) <= there && there < end) return end.toJSDate();
  }
  return at;
}
