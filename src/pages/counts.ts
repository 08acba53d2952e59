/** What the desk says both as it comes and after its script has changed it: no imports, so that the script stays small. */

/** Says how many pictures wait. */
export function waitingInWords(count: number): string {
  if (count === 0) return 'Nothing waits for you.';
  return count === 1 ? '1 picture waits for you' : `${count} pictures wait for you`;
}

/** Says how many approvals a picture still needs; nothing where it needs none. */
export function missingInWords(missing: number): string {
  if (missing <= 0) return '';
  return missing === 1 ? '1 more approval is needed.' : `${missing} more approvals are needed.`;
}
