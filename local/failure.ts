/** A fault that the person at the keyboard can mend: shown as one line, without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** What an unknown error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
