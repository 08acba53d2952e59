import { DateTime } from 'luxon';
import type { Milestone, Schedule } from './milestone.ts';
import type { QuietHours, ReviewPolicy } from './policy.ts';
import { millisecondsOf } from './policy-rules.ts';
import { later } from './time.ts';
import { momentOf } from './wall-clock.ts';

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

/**
 * The moment itself, or the end of the quiet hours that it lies in: from when the clocks first read `from` until they
 * last read `to`, so that nobody is mailed at a time of day within them, also when the clocks change.
 */
function afterQuiet(at: Date, quiet: QuietHours | undefined): Date {
  if (!quiet) return at;
  const { from, to, timeZone } = quiet;
  const today = DateTime.fromJSDate(at, { zone: timeZone });
  const overnight = to < from;
  // The quiet hours that began yesterday, and those that begin today.
  for (const days of overnight ? [-1, 0] : [0]) {
    const begin = momentOf(today.plus({ days }), from, timeZone, 'first');
    const end = momentOf(today.plus({ days: overnight ? days + 1 : days }), to, timeZone, 'last');
    // Where the clocks change, the next may begin as these end.
    if (begin <= at && at < end) return afterQuiet(end, quiet);
  }
  return at;
}
