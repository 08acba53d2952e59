import { type DateTime, IANAZone } from 'luxon';
import { minutes } from './time.ts';

/**
 * The moment at which the clocks of a time zone first read a time of a day, or last, which differs where they go back.
 * A time that they skip is the moment of the change: where 02:00 becomes 03:00, 02:30 is then.
 * @param clock the time of day, "HH:MM"
 */
export function momentOf(
  day: Pick<DateTime, 'year' | 'month' | 'day'>,
  clock: string,
  zone: string,
  which: 'first' | 'last',
): Date {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const reading = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  const offsetAt = (time: number) => minutes(IANAZone.create(zone).offset(time));
  // No place changes its clocks twice within two days.
  const aDay = minutes(24 * 60);
  const [before, after] = [reading - offsetAt(reading - aDay), reading - offsetAt(reading + aDay)];
  const real = [before, after].filter((time) => time + offsetAt(time) === reading);
  if (real.length > 0) return new Date(which === 'first' ? Math.min(...real) : Math.max(...real));
  return new Date(changeBetween(Math.min(before, after), Math.max(before, after), offsetAt));
}

/** When the offset changes between two moments, to the millisecond. */
function changeBetween(early: number, late: number, offsetAt: (time: number) => number): number {
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offsetAt(early)) low = middle;
    else high = middle;
  }
  return high;
}
