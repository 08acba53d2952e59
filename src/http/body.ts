import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  BodyTooLarge,
  type FieldError,
  InvalidInput,
  MalformedBody,
  UnsupportedMediaType,
} from '#core/errors';

/** In bytes. Our inputs are a title, a comment, some addresses: 64 KB is far more than any needs. */
const MAX_BODY = 64 * 1024;

/** Our largest form has four. */
const MOST_FIELDS = 20;

/** How a route's body is sent. */
export interface BodyOptions {
  /** The media types that it may have; JSON unless said otherwise. */
  accepts?: readonly string[];
  /** Makes the body of a form's fields, where it is not simply one value for each name. */
  form?: (fields: URLSearchParams) => unknown;
}

/**
 * The body as data: a JSON value, or the fields of a form.
 * @param type its media type, in lower case, without parameters
 * @throws UnsupportedMediaType, BodyTooLarge, MalformedBody; InvalidInput for text that is no Unicode, and for fields
 *   that are repeated or too many
 */
export function readBody(
  event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
  type: string,
  { accepts = ['application/json'], form = readForm }: BodyOptions,
): unknown {
  if (!accepts.includes(type)) throw new UnsupportedMediaType(`Send the body as ${accepts.join(' or ')}.`);
  const text = textOf(event);
  return type === 'application/json' ? readJson(text) : form(fieldsOf(text));
}

function textOf({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string {
  const sent = body ?? '';
  const bytes = isBase64Encoded ? Buffer.from(sent, 'base64') : Buffer.from(sent);
  if (bytes.length > MAX_BODY) throw new BodyTooLarge('The body is larger than 64 KB.');
  // The gateway puts U+FFFD in place of bytes that are not UTF-8, so this character cannot be sent as itself.
  if (!isBase64Encoded && (sent.includes('\ufffd') || !sent.isWellFormed())) throw notUtf8();
  try {
    // This also drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8();
  }
}

function notUtf8(): MalformedBody {
  return new MalformedBody('The body is not UTF-8. In JSON, write U+FFFD as \\ufffd.');
}

function readJson(text: string): unknown {
  let value: unknown;
  try {
    // A field called __proto__ stays a field of that name, and the strict schemas know none.
    value = JSON.parse(text);
  } catch {
    throw new MalformedBody('The body is not valid JSON.');
  }
  const error = brokenText(value);
  if (error) throw new InvalidInput([error]);
  return value;
}

interface Node {
  value: unknown;
  key: string;
  parent?: Node;
}

/** The first text that holds half a surrogate pair, which no UTF-8 can hold. JSON may be nested too deeply to recurse. */
function brokenText(root: unknown): FieldError | undefined {
  const left: Node[] = [{ value: root, key: '' }];
  for (let node = left.pop(); node; node = left.pop()) {
    const { value, key } = node;
    if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
      const message = 'Holds half a character: a surrogate without its other half.';
      return { field: pathOf(node), code: 'not-unicode', message };
    }
    if (typeof value !== 'object' || value === null) continue;
    const parent = node;
    for (const [name, inner] of Object.entries(value)) left.push({ value: inner, key: name, parent });
  }
  return undefined;
}

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at: Node | undefined = node; at?.parent; at = at.parent) names.push(at.key.toWellFormed());
  return names.reverse().slice(0, MOST_FIELDS).join('.');
}

/** URLSearchParams would put U+FFFD in place of bytes that are not UTF-8. */
function fieldsOf(text: string): URLSearchParams {
  try {
    for (const [bytes] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) decodeURIComponent(bytes);
  } catch {
    throw notUtf8();
  }
  const fields = new URLSearchParams(text);
  if (new Set(fields.keys()).size <= MOST_FIELDS) return fields;
  throw new InvalidInput([
    { field: '', code: 'too-many-fields', message: `The form has more than ${MOST_FIELDS} fields.` },
  ]);
}

function readForm(fields: URLSearchParams): Record<string, string> {
  const seen = new Set<string>();
  const repeated = [...fields.keys()].find((name) => seen.has(name) || !seen.add(name));
  if (repeated !== undefined) throw repeatedField(repeated);
  return Object.fromEntries(fields);
}

/** A field or parameter that was given twice: which of them counts is anybody's guess. */
export function repeatedField(field: string): InvalidInput {
  return new InvalidInput([{ field, code: 'duplicate', message: 'Given more than once.' }]);
}
