import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { InvalidInput, Unauthorized } from '#core/errors';
import { address } from '#core/policy';
import { shorten } from '#core/words';
import { preferredType } from './accept.ts';
import { type BodyOptions, readBody, repeatedField } from './body.ts';

/** So many faults are told at once, and of each so many characters: an answer is not longer than what was sent. */
const MOST_ERRORS = 20;
const LONGEST_MESSAGE = 300;

/** Who signed in, from the ID token that the gateway checked. */
export interface Caller {
  sub: string;
  email: string;
  groups: string[];
}

/** The schemas of what a route takes. */
export interface Shapes extends BodyOptions {
  path?: z.ZodType;
  query?: z.ZodType;
  headers?: z.ZodType;
  body?: z.ZodType;
}

type Parsed<S, K extends keyof Shapes> = S extends Record<K, z.ZodType> ? z.output<S[K]> : undefined;

/** A request less its body: parsed, nothing else. */
export interface RequestHead<S extends Shapes> {
  path: Parsed<S, 'path'>;
  query: Parsed<S, 'query'>;
  headers: Parsed<S, 'headers'>;
  /** The address the API is reached at from outside, without a slash at its end. */
  origin: string;
  /** Whether the client would rather have JSON than a page. */
  wantsJson: boolean;
}

/** A request as an endpoint gets it. */
export type Request<S extends Shapes> = RequestHead<S> & { body: Parsed<S, 'body'> };

/**
 * Parses what came in before the body.
 * @throws InvalidInput
 */
export function readHead<S extends Shapes>(event: APIGatewayProxyEvent, shapes: S): RequestHead<S> {
  const head = {
    path: shapes.path && check(shapes.path, event.pathParameters ?? {}),
    query:
      shapes.query && check(shapes.query, singles(event.multiValueQueryStringParameters ?? {}, shapes.query)),
    headers: shapes.headers && check(shapes.headers, lowerCase(event.headers)),
    origin: `https://${event.requestContext.domainName}/${event.requestContext.stage}`,
    wantsJson: prefersJson(event),
  };
  // Each part is what its schema puts out, or undefined where the route takes none.
  return head as RequestHead<S>;
}

/**
 * Adds the body to what was parsed before.
 * @throws InvalidInput, MalformedBody, UnsupportedMediaType, BodyTooLarge
 */
export function withBody<S extends Shapes>(
  head: RequestHead<S>,
  event: APIGatewayProxyEvent,
  shapes: S,
): Request<S> {
  const body = shapes.body && check(shapes.body, readBody(event, mediaType(event), shapes));
  return { ...head, body } as Request<S>;
}

/** Whether the client asks for JSON rather than for a page; who sends JSON and does not say reads it, too. */
export function prefersJson(event: APIGatewayProxyEvent): boolean {
  const json = ['application/json', 'application/problem+json'] as const;
  const types = /^application\/(problem\+)?json$/.test(mediaType(event))
    ? ([...json, 'text/html'] as const)
    : (['text/html', ...json] as const);
  return preferredType(lowerCase(event.headers)['accept'], types) !== 'text/html';
}

/**
 * Who calls. Cognito's groups come as `a,b`, `a b` or `[a b]`, as the gateway and its stand-ins write lists.
 * @throws Unauthorized for another token than an ID token, InvalidInput when the token names no address
 */
export function readCaller(event: APIGatewayProxyEvent): Caller {
  const claims: Record<string, unknown> = event.requestContext.authorizer?.['claims'] ?? {};
  // Access and refresh tokens name nobody: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
  if ((claims['token_use'] ?? 'id') !== 'id') throw new Unauthorized('Sign in with an ID token.');
  const groups = String(claims['cognito:groups'] ?? '').match(/[^\s,[\]"]+/g) ?? [];
  const { sub, email } = check(z.object({ sub: z.string().min(1), email: address }), claims);
  return { sub, email, groups };
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MOST_ERRORS);
  throw new InvalidInput(
    issues.map(({ path, code, message }) => ({
      field: path.join('.').toWellFormed(),
      code,
      message: shorten(message.toWellFormed(), LONGEST_MESSAGE),
    })),
  );
}

/** In lower case, without parameters. */
function mediaType({ headers }: APIGatewayProxyEvent): string {
  return lowerCase(headers)['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function lowerCase(headers: APIGatewayProxyEvent['headers'] | null): Record<string, string> {
  const entries = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  );
  return Object.fromEntries(entries);
}

/** One value for each parameter. Those that a schema does not name are its own business, repeated or not. */
function singles(values: Record<string, string[] | undefined>, schema: z.ZodType): Record<string, string> {
  const named = schema instanceof z.ZodObject ? schema.shape : {};
  const entries = Object.entries(values).map(([name, [first = '', ...more] = []]) => {
    if (more.length > 0 && Object.hasOwn(named, name)) throw repeatedField(name);
    return [name, first] as const;
  });
  return Object.fromEntries(entries);
}
