import { nearest } from './nearest.ts';

/** Whether this machine's tables know a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone that somebody most likely meant, by its city. */
export function timeZoneLike(name: string): string | undefined {
  const known = Intl.supportedValuesOf('timeZone');
  const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);
  const city = nearest(cityOf(name), known.map(cityOf));
  return known.find((zone) => cityOf(zone) === city);
}
