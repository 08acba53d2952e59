import { createHash } from 'node:crypto';

/** Names a style or script element in a content security policy, by what is in it. */
export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
