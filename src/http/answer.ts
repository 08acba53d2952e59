import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import type { Problem } from './problems.ts';

/** What every answer forbids a browser to do with it. */
const guarded = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** JSON that went through its schema, so that a field nobody declared never leaves. */
export function json<T extends z.ZodType>(
  status: number,
  schema: T,
  value: z.input<T>,
): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { ...guarded, 'content-type': 'application/json' },
    body: JSON.stringify(schema.parse(value)),
  };
}

/** A document that is the same for everyone until the next deploy; anyone may keep it for an hour. */
export function publicDocument(contentType: string, document: object): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { ...guarded, 'content-type': contentType, 'cache-control': 'public, max-age=3600' },
    body: JSON.stringify(document),
  };
}

/** Nothing to say. */
export function empty(status: number): APIGatewayProxyResult {
  return { statusCode: status, headers: { ...guarded }, body: '' };
}

/** Go there; never kept, since the address dies within a minute. */
export function redirect(location: string): APIGatewayProxyResult {
  return { statusCode: 302, headers: { ...guarded, location }, body: '' };
}

/** What a page may use; styles and scripts are named by their hashes, as a policy names them. */
export interface PageSources {
  style: string;
  /** It may send to where the page came from. */
  script?: string;
  /** Where redirects to pictures lead. */
  pictures: string;
}

/** A page with its one style, and its one script or none; pictures are from here and from where redirects lead. */
export function page(status: number, html: string, sources: PageSources): APIGatewayProxyResult {
  const { style, script, pictures } = sources;
  const policy = [
    "default-src 'none'",
    `style-src '${style}'`,
    ...(script ? [`script-src '${script}'`, "connect-src 'self'"] : []),
    `img-src 'self' data: ${pictures}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    statusCode: status,
    headers: {
      ...guarded,
      ...retryAfter(status),
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    },
    body: html,
  };
}

/**
 * A page with scripts of its own, asked for again each time.
 * @param policy what it may do beyond nothing, by directive of its content security policy
 */
export function appPage(html: string, policy: Readonly<Record<string, string>>): APIGatewayProxyResult {
  const directives = {
    'default-src': "'none'",
    ...policy,
    'frame-ancestors': "'none'",
    'form-action': "'none'",
  };
  return {
    statusCode: 200,
    headers: {
      ...guarded,
      'cache-control': 'no-cache',
      vary: 'accept',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': Object.entries(directives)
        .map((directive) => directive.join(' '))
        .join('; '),
    },
    body: html,
  };
}

/** A file whose name changes with its contents: kept for a year. */
export function immutable({ type, text }: { type: string; text: string }): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { ...guarded, 'cache-control': 'public, max-age=31536000, immutable', 'content-type': type },
    body: text,
  };
}

/** RFC 9457. */
export function problem(about: Problem): APIGatewayProxyResult {
  return {
    statusCode: about.status,
    headers: {
      ...guarded,
      ...retryAfter(about.status, about['retryAfter']),
      'content-type': 'application/problem+json',
    },
    body: JSON.stringify(about),
  };
}

/** Who finds us busy, or comes too soon, is told when to come back, in seconds. */
function retryAfter(status: number, seconds?: unknown): Record<string, string> {
  if (typeof seconds === 'number') return { 'retry-after': String(seconds) };
  return status === 503 ? { 'retry-after': '2' } : {};
}
