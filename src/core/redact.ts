import type * as z from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;

/**
 * What nobody is shown, wherever in a text it stands; the longer forms first. An error's message quotes what it was
 * about: an address that was refused, a request with its signature, a token that was not taken.
 *
 * Each form is tried in linear time. A run before the part that tells it apart is bounded, or may begin nowhere within
 * itself: else every place in a long run would begin another search.
 */
const hidden: readonly [form: RegExp, instead: string][] = [
  [/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>\\]+/gi, '[link]'],
  // Links of a review, of a desk and to look at a picture.
  [/[a-z]\d{1,4}\.[0-7][0-9a-z]{25}\.[\w.-]+/gi, '[link]'],
  [/\bX-Amz-[\w-]{1,40}=[^\s&"'<>\\]*/gi, '[signature]'],
  [
    /(?:(?<![\p{L}\p{N}._%+!#$&*?^`{|}~='/-])[\p{L}\p{N}._%+!#$&*?^`{|}~='/-]+|")(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/giu,
    '[address]',
  ],
  [/(token\w{0,40}\\{0,3}["']?\s{0,9}[:=]\s{0,9}\\{0,3}["']?)[^\s"'\\,}&]+/gi, '$1[token]'],
  [/\beyJ[\w-]{1,1000}\.[\w-]+(\.[\w-]*)*/g, '[token]'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '[key]'],
  // A task token: a long base64 text on AWS, a UUID elsewhere.
  [/[A-Za-z0-9+/=]{80,}/g, '[token]'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '[id]'],
];

/** A text without addresses, links and tokens. */
export function redactText(text: string): string {
  return hidden.reduce((rest, [form, instead]) => rest.replace(form, instead), text);
}

/** The value of a JSON text, its own texts redacted, and without any field that is called a token. */
export function redactJson(text: string): Json {
  return redact(JSON.parse(text));
}

function redact(value: Json): Json {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !/token/i.test(key));
  return Object.fromEntries(kept.map(([key, inner]) => [redactText(key), redact(inner)]));
}
