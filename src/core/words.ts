/** Wording that mails and pages share: moments, sizes and lists as a person reads them, and what senders wrote made safe to show. */

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Says a moment with its weekday and zone: "Tuesday 24 November 2026, 14:05 UTC". */
export function whenInWords(at: string | Date): string {
  const moment = new Date(at);
  // Some releases of ICU put a comma after the weekday, others do not.
  return `${day.format(moment).replaceAll(',', '')}, ${clock.format(moment)} UTC`;
}

const units = [
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
] as const;

/** Says a size in decimal units: "820 bytes", "12 kB", "3.2 MB". */
export function bytesInWords(bytes: number): string {
  // Half a unit below the next one would be rounded up to "1,000 kB".
  const unit = units.find(([size]) => bytes >= size * 0.9995);
  if (!unit) return countInWords(bytes, 'byte');
  const [size, name] = unit;
  const amount = bytes / size;
  return new Intl.NumberFormat('en-GB', {
    style: 'unit',
    unit: name,
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

/** Says how many there are: "1 picture", "1,200 pictures". */
export function countInWords(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Joins names: "a, b and c"; what exceeds `most` becomes "and 4 others". */
export function listInWords(names: readonly string[], most = 3): string {
  if (names.length <= most) return conjunction.format(names);
  return conjunction.format([...names.slice(0, most), countInWords(names.length - most, 'other')]);
}

const spans = { W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' } as const;

/** Says an ISO 8601 duration of weeks to seconds: "P1DT12H" is "1 day and 12 hours". */
export function durationInWords(duration: string): string {
  const parts = [...duration.matchAll(/(\d{1,9})([WDHMS])/g)].flatMap(([, count, unit]) => {
    const name = spans[unit as keyof typeof spans];
    return Number(count) > 0 ? [countInWords(Number(count), name)] : [];
  });
  return listInWords(parts, parts.length);
}

/** Names a media type as people do: "JPEG", "PNG". */
export function typeInWords(contentType: string): string {
  const name = contentType.replace(/^image\//, '');
  return name === 'webp' ? 'WebP' : name.toUpperCase();
}

// Marks that turn the reading direction could make "gpj.exe" read as "exe.jpg"; the zero-width joiner stays, emoji need it.
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const breaks = /[\p{Cc}\p{Zs}\u2028\u2029]+/gu;

/**
 * Makes a line of what a sender wrote: no control characters, no line breaks, no marks that change the direction of reading.
 * @param most how many characters may stay, the ellipsis included
 */
export function oneLine(text: string, most: number): string {
  return shorten(text.toWellFormed().replace(invisible, '').replace(breaks, ' ').trim(), most);
}

/** Like `oneLine` for text that may have paragraphs, such as a comment: its line breaks stay. */
export function someLines(text: string, most: number): string {
  const lines = text
    .toWellFormed()
    .replace(invisible, '')
    .split(/\r\n|[\n\r\u2028\u2029]/);
  const clean = lines.map((line) => line.replace(breaks, ' ').trimEnd()).join('\n');
  return shorten(clean.replace(/\n{3,}/g, '\n\n').trim(), most);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Longer than any character people write; a stack of accents beyond that may be cut. */
const LONGEST_CHARACTER = 64;

/**
 * The text, or its beginning and an ellipsis. The cut lies between characters as a reader sees them (UAX 29):
 * never inside a surrogate pair, nor between a letter and its accent or the parts of a joined emoji.
 * @param most how long it may be, ellipsis included, in UTF-16 units: what zod's `max` and HTML's `maxlength` count
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, cutBefore(text, most - 1));
  return `${kept.replace(/(?<![\s\u200d])[\s\u200d]+$/u, '')}…`;
}

/** The last place to cut that is not after `at`, in UTF-16 units. */
function cutBefore(text: string, at: number): number {
  const from = Math.max(0, at - 2 * LONGEST_CHARACTER);
  const start = graphemes.segment(text.slice(from, at + LONGEST_CHARACTER)).containing(at - from);
  const cut = from + (start?.index ?? 0);
  if (at - cut <= LONGEST_CHARACTER) return cut;
  // One endless character: at least no surrogate pair is cut.
  return /^[\udc00-\udfff]/.test(text.slice(at)) ? at - 1 : at;
}

/** What a person has to know of a picture's colours; undefined where thumbnails show them as the file has them. */
export function coloursInWords(original: {
  dynamicRange?: 'hdr' | undefined;
  colorAccuracy?: 'approximate' | undefined;
}): string | undefined {
  const notes = [
    original.dynamicRange === 'hdr' && 'HDR, shown here in standard dynamic range.',
    original.colorAccuracy === 'approximate' &&
      'May differ from the original: its colour information could not be read in full.',
  ];
  return notes.filter(Boolean).join(' ') || undefined;
}
