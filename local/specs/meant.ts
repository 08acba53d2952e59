import { address } from '#core/policy';
import { durationOf } from '#core/policy-rules';

/** What the text of a field has to be, and what somebody most likely meant who wrote something else. */
export interface Meaning {
  /** As in "… is no duration". */
  no: string;
  /** Nothing where nothing comes to mind. */
  guess(text: string): string | undefined;
}

/** Seconds in each unit that a duration may be spelled in; months and years are of no one length. */
const units = new Map(
  [
    { names: ['w', 'week', 'weeks'], seconds: 604_800 },
    { names: ['d', 'day', 'days'], seconds: 86_400 },
    { names: ['h', 'hr', 'hrs', 'hour', 'hours'], seconds: 3600 },
    { names: ['m', 'min', 'mins', 'minute', 'minutes'], seconds: 60 },
    { names: ['s', 'sec', 'secs', 'second', 'seconds'], seconds: 1 },
  ].flatMap(({ names, seconds }) => names.map((name) => [name, seconds] as const)),
);

const duration: Meaning = { no: 'no ISO 8601 duration', guess: guessDuration };
const mail: Meaning = { no: 'no mail address', guess: guessAddress };
const hour: Meaning = { no: 'no time of day', guess: guessHour };

/** By the name of the field, or of the list. */
export const meanings: Readonly<Record<string, Meaning>> = {
  reviewers: mail,
  escalateTo: mail,
  remindAfter: duration,
  escalateAfter: duration,
  expireAfter: duration,
  from: hour,
  to: hour,
  name: {
    no: 'no name of at most 20 lower-case letters, digits and hyphens, a letter first',
    guess: guessName,
  },
};

// "3 days", "1 day, 12 hours", "90 min", "1.5h", and what almost is a duration: "p3d", "P3H", "PT1.5H".
function guessDuration(text: string): string | undefined {
  const inMonths = /^P[^T]*M/i.test(text);
  const spelled = text
    .toLowerCase()
    .replace(/^p/, '')
    .replace(/(?<=^|[wd])t(?=\d)/, '');
  if (inMonths || !/^(?:\d+(?:\.\d+)? *[a-z]+(?:, *| and | )*)+$/.test(spelled)) return undefined;
  const lengths = [...spelled.matchAll(/([\d.]+) *([a-z]+)/g)].map(
    ([, amount, unit = '']) => Number(amount) * (units.get(unit) ?? Number.NaN),
  );
  const total = lengths.reduce((sum, one) => sum + one, 0);
  return total >= 1 ? durationOf(total * 1000) : undefined;
}

// "Ann <ann@example.com>", "mailto:ann@example.com", "ann@example,com".
function guessAddress(text: string): string | undefined {
  const [found] = /[^\s<>:;"]+@[^\s<>:;"]+/.exec(text) ?? [];
  return address.safeParse(found?.replaceAll(',', '.')).data;
}

// "9:00", "22.30", "22h", "10 pm", "24:00".
function guessHour(text: string): string | undefined {
  const [, hours, minutes = '00', half] = /^(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|h)?$/i.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const inHalf = /[ap]m/i.test(half ?? '');
  const count = (Number(hours) % (inHalf ? 12 : 24)) + (half?.toLowerCase() === 'pm' ? 12 : 0);
  return Number(hours) <= 24 && Number(minutes) < 60
    ? `${String(count).padStart(2, '0')}:${minutes}`
    : undefined;
}

function guessName(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  return name.slice(0, 20).replace(/-$/, '') || undefined;
}
