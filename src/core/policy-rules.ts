import { Duration } from 'luxon';
import { eachPersonOnce, isAmong, sameMailbox } from './mailbox.ts';
import type { QuietHours, ReviewPolicy } from './policy.ts';
import { isTimeZone, timeZoneLike } from './time-zones.ts';
import { countInWords } from './words.ts';

/** What is wrong in one place of a spec, and what to write there instead; both are whole sentences. */
export interface Objection {
  path: (string | number)[];
  /** Stable, for programs. */
  code: string;
  message: string;
  instead: string;
}

/** Some fields of a policy. */
type Part = { [Field in keyof ReviewPolicy]?: ReviewPolicy[Field] | undefined };

/** The clock looks at whole seconds. */
const EARLIEST = 'PT1S';
const SHORTEST_REVIEW = 'PT5S';
const LONGEST_REVIEW = 'P30D';

/**
 * How long a duration is, in milliseconds.
 * @throws RangeError where it is no ISO 8601 duration
 */
export function millisecondsOf(duration: string): number {
  const parsed = Duration.fromISO(duration);
  if (!parsed.isValid) throw new RangeError(`"${duration}" is no ISO 8601 duration.`);
  return parsed.toMillis();
}

/** The duration of so many milliseconds in days, hours, minutes and whole seconds, in ISO 8601. */
export function durationOf(milliseconds: number): string {
  const whole = Duration.fromObject({ seconds: Math.floor(milliseconds / 1000) });
  return whole.shiftTo('days', 'hours', 'minutes', 'seconds').toISO() ?? 'PT0S';
}

/** What is wrong with a policy of the right shape: fields that contradict each other, or that cannot be met. */
export function objections(policy: ReviewPolicy): Objection[] {
  return objectionsToPart(policy, []);
}

/**
 * The same for those fields of a policy that have the right shape.
 * @param unread the names of the fields that are there as well, but have a wrong one
 */
export function objectionsToPart(policy: Part, unread: readonly string[]): Objection[] {
  const { reviewers = [], escalateTo = [], expireAfter, quietHours } = policy;
  return [
    ...repeated('reviewers', reviewers),
    ...tooManyRequired(policy),
    ...reminders(policy),
    ...repeated('escalateTo', escalateTo),
    ...escalateTo.flatMap((one, index) => alreadyAsked(one, index, reviewers)),
    ...escalation(policy, unread),
    ...(expireAfter === undefined ? [] : expiry(expireAfter)),
    ...(quietHours ? quiet(quietHours) : []),
  ];
}

function repeated(field: 'reviewers' | 'escalateTo', addresses: readonly string[]): Objection[] {
  return addresses.flatMap((one, index) => {
    const before = addresses.slice(0, index).find((other) => sameMailbox(one, other));
    if (before === undefined) return [];
    const message = one === before ? `${one} is named twice.` : `${one} and ${before} are the same mailbox.`;
    return object([field, index], 'address-twice', message, 'Take one of them out.');
  });
}

function alreadyAsked(address: string, index: number, reviewers: readonly string[]): Objection[] {
  if (!isAmong(reviewers, address)) return [];
  const message = `${address} is one of the reviewers already.`;
  return object(
    ['escalateTo', index],
    'already-reviewer',
    message,
    'Name somebody else, or take it out here.',
  );
}

function tooManyRequired({ reviewers = [], required = 0 }: Part): Objection[] {
  const count = eachPersonOnce(reviewers).length;
  const missing = required - count;
  if (count === 0 || missing <= 0) return [];
  const message = `required is ${required}, but there ${count === 1 ? 'is' : 'are'} ${countInWords(count, 'reviewer')}.`;
  const fewer = count === 1 ? '1' : `${count} or less`;
  const more = missing === 1 ? 'another reviewer' : `${missing} more reviewers`;
  return object(['required'], 'too-many-required', message, `Write ${fewer}, or name ${more}.`);
}

function reminders({ remindAfter = [], expireAfter }: Part): Objection[] {
  const lengths = remindAfter.map(millisecondsOf);
  const tooEarly = lengths.findIndex((length, index) => length <= (lengths[index - 1] ?? -1));
  const ordered = remindAfter
    .filter((one, index) => lengths.indexOf(millisecondsOf(one)) === index)
    .sort((a, b) => millisecondsOf(a) - millisecondsOf(b));
  const message = `The reminder after ${remindAfter[tooEarly]} is not later than the one before it.`;
  const instead = `Write "remindAfter": [${ordered.map((one) => `"${one}"`).join(', ')}].`;
  return [
    ...(tooEarly < 0 ? [] : object(['remindAfter', tooEarly], 'not-ascending', message, instead)),
    ...remindAfter.flatMap((one, index) => milestone(['remindAfter', index], 'reminder', one, expireAfter)),
  ];
}

function escalation(policy: Part, unread: readonly string[]): Objection[] {
  const { escalateTo, escalateAfter, expireAfter } = policy;
  const isMissing = (field: 'escalateTo' | 'escalateAfter') => !policy[field] && !unread.includes(field);
  const code = 'escalation-incomplete';
  const when = 'escalateTo says who else is asked, but nothing says when.';
  const addWhen = `Add "escalateAfter": "${halfOf(expireAfter)}", or take escalateTo out.`;
  const who = 'escalateAfter says when others are asked, but nothing says who.';
  const addWho = 'Add "escalateTo": ["editor@example.com"], or take escalateAfter out.';
  return [
    ...(escalateTo && isMissing('escalateAfter') ? object(['escalateTo'], code, when, addWhen) : []),
    ...(escalateAfter && isMissing('escalateTo') ? object(['escalateAfter'], code, who, addWho) : []),
    ...(escalateAfter ? milestone(['escalateAfter'], 'escalation', escalateAfter, expireAfter) : []),
  ];
}

/** What is to happen while the review is open. */
function milestone(path: Objection['path'], what: string, after: string, expireAfter?: string): Objection[] {
  if (millisecondsOf(after) < millisecondsOf(EARLIEST)) {
    const message = `The ${what} after ${after} is too early.`;
    return object(path, 'too-short', message, `Write "${EARLIEST}" or longer.`);
  }
  if (expireAfter === undefined || millisecondsOf(after) < millisecondsOf(expireAfter)) return [];
  const message = `The ${what} after ${after} never comes: the review expires after ${expireAfter}.`;
  const instead = `Write a shorter time such as "${halfOf(expireAfter)}", or a longer expireAfter.`;
  return object(path, 'after-expiry', message, instead);
}

/** A duration to be proposed as one that is shorter. */
function halfOf(duration = 'P4D'): string {
  return durationOf(Math.max(1000, millisecondsOf(duration) / 2));
}

function expiry(expireAfter: string): Objection[] {
  const length = millisecondsOf(expireAfter);
  if (length < millisecondsOf(SHORTEST_REVIEW)) {
    const message = `A review that expires after ${expireAfter} leaves nobody the time to decide.`;
    return object(['expireAfter'], 'too-short', message, `Write "${SHORTEST_REVIEW}" or longer.`);
  }
  if (length <= millisecondsOf(LONGEST_REVIEW)) return [];
  const message = `A review that expires after ${expireAfter} is open for too long.`;
  return object(['expireAfter'], 'too-long', message, `Write "${LONGEST_REVIEW}" or shorter.`);
}

function quiet({ from, to, timeZone }: QuietHours): Objection[] {
  const none = object(
    ['quietHours', 'to'],
    'quiet-hours-empty',
    `Quiet hours from ${from} to ${to} are none.`,
    'Write another time of day, or take quietHours out.',
  );
  const unknown = object(
    ['quietHours', 'timeZone'],
    'unknown-time-zone',
    `There is no time zone "${timeZone}".`,
    `Write a name such as "${timeZoneLike(timeZone) ?? 'Europe/Berlin'}".`,
  );
  return [...(from === to ? none : []), ...(isTimeZone(timeZone) ? [] : unknown)];
}

/** A list of the one, to be spread into others. */
function object(path: Objection['path'], code: string, message: string, instead: string): Objection[] {
  return [{ path, code, message, instead }];
}
