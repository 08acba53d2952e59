import { createHash } from 'node:crypto';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';

/** The header of a client that asks whether what it has is still right. */
export const revalidation = z.object({ 'if-none-match': z.string().optional() });

/**
 * A tag that changes when one of the parts does. It is weak: the same records are shown with other presigned
 * addresses each time, and gateways compress.
 */
export function tagOf(parts: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `W/"${hash.slice(0, 27)}"`;
}

/** The answer with its tag; or 304, and the answer is not even made, for who has it already. */
export async function unlessKnown(
  tag: string,
  known: string | undefined,
  make: () => Promise<APIGatewayProxyResult> | APIGatewayProxyResult,
): Promise<APIGatewayProxyResult> {
  if (matches(tag, known)) return { statusCode: 304, headers: { etag: tag }, body: '' };
  const answer = await make();
  return { ...answer, headers: { ...answer.headers, etag: tag } };
}

// RFC 9110, 13.1.2: a list of tags, compared weakly.
function matches(tag: string, known = ''): boolean {
  const opaque = tag.replace(/^W\//, '');
  return known.trim() === '*' || [...known.matchAll(/"[^"]*"/g)].some(([one]) => one === opaque);
}
