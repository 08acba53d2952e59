import type * as z from 'zod';
import { nearest } from '#core/nearest';
import { meanings } from './meant.ts';

/** A JSON Schema, as far as it tells what to write. */
export type Schema = z.core.JSONSchema.BaseSchema;
/** The way from the top of a file to a place in it. */
export type Path = readonly PropertyKey[];
/** What is wrong, and what to write instead; also by itself where it is plain. */
interface Words {
  message: string;
  instead: string;
  write?: unknown;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  array: 'a list',
  object: 'an object',
};

/** Says in words what zod found at a place that holds `value`. */
export function explain(issue: z.core.$ZodIssue, value: unknown, schema: Schema): Words {
  const name = nameOf(issue.path);
  const example = exampleOf(schema, issue.path);
  const such = `Write, for example, ${json(example)}.`;
  if (value === undefined)
    return {
      message: `${name} is missing.`,
      instead: `Add ${json(String(issue.path.at(-1)))}: ${json(example)}.`,
    };
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(name, String(schemaAt(schema, issue.path).type), value, example);
    case 'invalid_format':
      return wrongText(name, fieldOf(issue.path), String(value), such);
    case 'invalid_value':
      return wrongChoice(name, issue.values.map(String), value);
    case 'too_small':
    case 'too_big':
      return wrongSize(name, issue, value, such);
    default:
      return { message: `${name}: ${issue.message}.`, instead: such };
  }
}

/** Says that a field is not known, and which was meant. */
export function explainUnknown(
  path: Path,
  field: string,
  fields: object,
  schema: Schema,
): Words & { meant?: string } {
  const known = Object.keys(schemaAt(schema, path).properties ?? {});
  const meant = nearest(field, known);
  const message = `${json(field)} is not known ${path.length === 0 ? 'here' : `in ${nameOf(path)}`}.`;
  if (meant === undefined) {
    const list = known.filter((one) => one !== '$schema').join(', ');
    return { message, instead: `Take it out; known are ${list}.` };
  }
  if (meant in fields) return { message, instead: `Take it out; ${json(meant)} is there already.` };
  return { message, instead: `Write ${json(meant)}.`, meant };
}

function wrongType(name: string, expected: string, value: unknown, example: unknown): Words {
  const message = `${name} has to be ${kinds[expected] ?? expected}, and is ${shown(value)}.`;
  const number = Math.round(Number.parseFloat(String(value)));
  if (expected === 'integer' && number > 0) return { message, instead: `Write ${number}.`, write: number };
  const isEntry = Array.isArray(example) && typeof value === typeof example[0];
  if (isEntry) return { message, instead: `Write ${json([value])}.`, write: [value] };
  return { message, instead: `Write, for example, ${json(example)}.` };
}

function wrongText(name: string, field: string, value: string, such: string): Words {
  const meaning = meanings[field];
  const guess = meaning?.guess(value.trim());
  const message = `${name} is ${shown(value)}, which is ${meaning?.no ?? 'not what it has to be'}.`;
  if (guess === undefined) return { message, instead: such };
  return { message, instead: `Write ${json(guess)}.`, write: guess };
}

function wrongChoice(name: string, choices: readonly string[], value: unknown): Words {
  const meant = nearest(String(value), choices);
  const all = choices.map(json);
  const message = `${name} is ${shown(value)}, and can only be ${all.join(' or ')}.`;
  if (meant === undefined) return { message, instead: `Write ${all.join(' or ')}.` };
  return { message, instead: `Write ${json(meant)}.`, write: meant };
}

function wrongSize(
  name: string,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  value: unknown,
  such: string,
): Words {
  const [limit, most] = issue.code === 'too_big' ? [issue.maximum, true] : [issue.minimum, false];
  const bound = `${most ? 'at most' : 'at least'} ${limit}`;
  if (issue.origin === 'array' || issue.origin === 'string') {
    const size = Array.isArray(value) ? value.length : String(value).length;
    const things = issue.origin === 'array' ? 'entries' : 'characters';
    const message =
      size === 0 ? `${name} is empty.` : `${name} has ${size} ${things}, and can have ${bound}.`;
    return { message, instead: size === 0 ? such : `Take ${size - Number(limit)} out.` };
  }
  return {
    message: `${name} is ${shown(value)}, and has to be ${bound}.`,
    instead: `Write ${limit} or ${most ? 'less' : 'more'}.`,
  };
}

/** The schema of a place; an empty one where the schema says nothing of it. */
function schemaAt(schema: Schema, path: Path): Schema {
  return path.reduce<Schema>((at, step) => {
    const next = typeof step === 'number' ? at.items : at.properties?.[String(step)];
    return typeof next === 'object' && !Array.isArray(next) ? next : {};
  }, schema);
}

/** What a place could hold: its own example, or the entry of its list's. */
function exampleOf(schema: Schema, path: Path): unknown {
  const [own] = schemaAt(schema, path).examples ?? [];
  if (own !== undefined || typeof path.at(-1) !== 'number') return own;
  const [list] = schemaAt(schema, path.slice(0, -1)).examples ?? [];
  return Array.isArray(list) ? list[0] : undefined;
}

/** A place as people write it: `quietHours.from`, `renditions[1].width`. */
function nameOf(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    return name === '' ? String(step) : `${name}.${String(step)}`;
  }, '');
}

/** The field that a place is, or is an entry of. */
function fieldOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string'));
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = json(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** JSON on one line, spaced as in the files. */
function json(value: unknown): string {
  const text = JSON.stringify(value, undefined, 1) ?? '…';
  return text.replace(/\n */g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']');
}
