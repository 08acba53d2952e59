import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { BodyTooLarge, InvalidInput, MalformedBody, UnsupportedMediaType } from '#core/errors';

/** Our inputs are a title, a comment, some addresses: 64 KB is far more than any needs. */
const MAX_BODY = 64 * 1024;

/** Who signed in, from the ID token that the gateway checked. */
export interface Caller {
  sub: string;
  email: string;
  groups: string[];
}

/** The schemas of what a route takes. */
export interface Shapes {
  path?: z.ZodType;
  query?: z.ZodType;
  headers?: z.ZodType;
  body?: z.ZodType;
  /** The media types that the body may have; JSON unless said otherwise. */
  accepts?: readonly string[];
  /** Makes the body of a form's fields, where it is not simply one value for each name. */
  form?: (fields: URLSearchParams) => unknown;
}

type Parsed<S, K extends keyof Shapes> = S extends Record<K, z.ZodType> ? z.output<S[K]> : undefined;

/** A request as an endpoint gets it: parsed, nothing else. */
export interface Request<S extends Shapes> {
  path: Parsed<S, 'path'>;
  query: Parsed<S, 'query'>;
  headers: Parsed<S, 'headers'>;
  body: Parsed<S, 'body'>;
  /** The address the API is reached at from outside, without a slash at its end. */
  origin: string;
  /** Whether the client would rather have JSON than a page. */
  wantsJson: boolean;
}

/**
 * Parses what came in.
 * @throws InvalidInput, MalformedBody, UnsupportedMediaType, BodyTooLarge
 */
export function readRequest<S extends Shapes>(event: APIGatewayProxyEvent, shapes: S): Request<S> {
  const headers = lowerCase(event.headers);
  const read = {
    path: shapes.path && check(shapes.path, event.pathParameters ?? {}),
    query: shapes.query && check(shapes.query, singles(event.multiValueQueryStringParameters ?? {})),
    headers: shapes.headers && check(shapes.headers, headers),
    body: shapes.body && check(shapes.body, readBody(event, headers, shapes)),
    origin: `https://${event.requestContext.domainName}/${event.requestContext.stage}`,
    wantsJson: prefersJson(event),
  };
  // Each part is what its schema puts out, or undefined where the route takes none.
  return read as Request<S>;
}

/** Whether the client asks for JSON rather than for a page. */
export function prefersJson(event: APIGatewayProxyEvent): boolean {
  const { accept = '', 'content-type': sent = '' } = lowerCase(event.headers);
  if (/\btext\/html\b/.test(accept)) return false;
  // Who sends JSON reads it, too.
  return [accept, sent].some((type) => /\bapplication\/(problem\+)?json\b/.test(type));
}

/**
 * Who calls. Cognito's groups come as `a,b`, `a b` or `[a b]`, as the gateway and its stand-ins write lists.
 * @throws InvalidInput when the token names no address
 */
export function readCaller(event: APIGatewayProxyEvent): Caller {
  const claims: Record<string, unknown> = event.requestContext.authorizer?.['claims'] ?? {};
  const groups = String(claims['cognito:groups'] ?? '').match(/[^\s,[\]"]+/g) ?? [];
  const { sub, email } = check(z.object({ sub: z.string().min(1), email: z.email() }), claims);
  return { sub, email: email.toLowerCase(), groups };
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(
    result.error.issues.map(({ path, code, message }) => ({ field: path.join('.'), code, message })),
  );
}

function lowerCase(headers: APIGatewayProxyEvent['headers'] | null): Record<string, string> {
  const entries = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  );
  return Object.fromEntries(entries);
}

function singles(values: Record<string, string[] | undefined>): Record<string, string> {
  const entries = Object.entries(values).map(([name, [first = '', ...more] = []]) => {
    if (more.length > 0)
      throw new InvalidInput([{ field: name, code: 'duplicate', message: 'Given more than once.' }]);
    return [name, first] as const;
  });
  return Object.fromEntries(entries);
}

function readBody(
  event: APIGatewayProxyEvent,
  headers: Record<string, string>,
  { accepts = ['application/json'], form = readForm }: Shapes,
): unknown {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!accepts.includes(type)) throw new UnsupportedMediaType(`Send the body as ${accepts.join(' or ')}.`);
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY) throw new BodyTooLarge('The body is larger than 64 KB.');
  return type === 'application/json' ? readJson(text) : form(new URLSearchParams(text));
}

function readJson(text: string): unknown {
  try {
    // A field called __proto__ stays a field of that name, and the strict schemas know none.
    return JSON.parse(text);
  } catch {
    throw new MalformedBody('The body is not valid JSON.');
  }
}

function readForm(form: URLSearchParams): Record<string, string> {
  const repeated = [...form.keys()].find((name, index, names) => names.indexOf(name) !== index);
  if (repeated)
    throw new InvalidInput([{ field: repeated, code: 'duplicate', message: 'Given more than once.' }]);
  return Object.fromEntries(form);
}
