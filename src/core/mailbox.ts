/**
 * The mailbox that an address belongs to, as one text: two addresses of one mailbox are one person. What follows a plus
 * sign in the name is a label ("ann+desk@example.com"), which anybody can make up for their own mailbox, and letters
 * are not told apart by case, as Cognito does not.
 */
export function mailboxOf(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  // A plus sign at the beginning labels nothing.
  const plus = lower.indexOf('+', 1);
  return plus > 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower;
}

/** Whether mail to both addresses comes to one person. */
export function sameMailbox(one: string, other: string): boolean {
  return mailboxOf(one) === mailboxOf(other);
}

/** Whether a person is among these, by whichever label of their address. */
export function isAmong(addresses: readonly string[], person: string): boolean {
  return addresses.some((one) => sameMailbox(one, person));
}

/** Each person once, by the first of their addresses. */
export function eachPersonOnce(addresses: readonly string[]): string[] {
  return addresses.filter((one, index) => !isAmong(addresses.slice(0, index), one));
}
