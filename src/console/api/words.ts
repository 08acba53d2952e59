import { Refused } from './call.ts';
import { SignedOut } from './session.ts';

/** What went wrong, as a person reads it. */
export function inWords(error: unknown): string {
  if (error instanceof Refused) return refusal(error);
  if (error instanceof SignedOut) return 'You are signed out.';
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return 'The service took too long to answer.';
  if (error instanceof TypeError) return 'The service cannot be reached. Is this device connected?';
  return 'Something went wrong on this page.';
}

function refusal({ problem: { status, title, detail, errors = [] } }: Refused): string {
  if (errors.length > 0) return errors.map(({ field, message }) => `${field}: ${message}`).join(' ');
  if (status === 429) return 'The service is asked too much at the moment.';
  return detail ?? `${title}.`;
}
