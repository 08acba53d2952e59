import * as z from 'zod';
import { digestKind } from './digest.ts';
import { sameMailbox } from './mailbox.ts';
import { minutes } from './time.ts';
import { countInWords, whenInWords } from './words.ts';

const moment = z.iso.datetime();

/** An address that takes no mail, and until when nothing is mailed there. */
export const unreachable = z.object({
  address: z.string(),
  /** Its mailbox sent a mail back, its owner called one spam, or SES did not take the address. */
  why: z.enum(['bounced', 'complained', 'refused']),
  since: moment,
  until: moment,
});
export type Unreachable = z.infer<typeof unreachable>;

/** A mail that SES has not taken, and that is tried again or was given up. */
export const unsent = z.object({
  /** The id of its digest. */
  digest: z.string(),
  recipient: z.string(),
  kind: digestKind,
  pictures: z.int().nonnegative(),
  since: moment,
  /** The name of what SES answered. */
  error: z.string(),
  tries: z.int().nonnegative(),
  /** When it is tried next; absent once it is given up. */
  nextAt: moment.optional(),
});
export type Unsent = z.infer<typeof unsent>;

const days = (n: number) => minutes(n * 24 * 60);

/**
 * Milliseconds for which an address is remembered. SES refuses an address that is malformed or, in its sandbox, not
 * verified: that may be put right at any time, and asking once a day costs nothing.
 */
export const rememberedFor: Readonly<Record<Unreachable['why'], number>> = {
  bounced: days(30),
  complained: days(30),
  refused: days(1),
};

/** So many tries a digest has at SES without any progress before it is given up: about three days. */
export const MOST_TRIES = 20;

/** Milliseconds from one try to the next: from a minute up to six hours. */
export function patience(tries: number): number {
  return Math.min(minutes(2 ** Math.max(0, tries - 1)), minutes(6 * 60));
}

/** What SES answers for good: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
const refusals = ['MessageRejected', 'BadRequestException', 'InvalidParameterValue', 'ValidationException'];

/**
 * Whether SES will never take this mail to that address. What else it answers may pass: it is asked too often, sending
 * is paused, or the sender is not verified, which it says by the same error and by naming the sender's address.
 */
export function isRefusal(error: unknown, recipient: string): boolean {
  if (!(error instanceof Error) || !refusals.includes(error.name)) return false;
  const named = error.message.split(/[\s,;:<>]+/).filter((word) => /^[^@"]+@[^@"]+$/.test(word));
  return named.every((word) => word.toLowerCase().replace(/\.$/, '') === recipient.toLowerCase());
}

/** What mail does not arrive. */
export interface Undelivered {
  unreachable: Unreachable[];
  unsent: Unsent[];
}

/**
 * What somebody is shown of it: everybody learns that mail fails, operators to whom, and each of their own. A mail that
 * was given up says nothing about the others: only operators see it.
 */
export function seenBy({ email, groups }: { email: string; groups: readonly string[] }, all: Undelivered) {
  const may = (address: string) => groups.includes('operators') || sameMailbox(address, email);
  const retried = all.unsent.filter(({ nextAt }) => nextAt !== undefined);
  const since = retried.map((one) => one.since).sort()[0];
  return {
    failing: since === undefined ? null : { since, mails: retried.length },
    unsent: all.unsent.filter(({ recipient }) => may(recipient)),
    unreachable: all.unreachable.filter(({ address }) => may(address)),
  };
}

const causes: Readonly<Record<string, string>> = {
  MessageRejected: 'The sender’s address is not verified in SES: verify it.',
  MailFromDomainNotVerifiedException: 'The sender’s MAIL FROM domain is not verified in SES: verify it.',
  SendingPausedException: 'SES has paused sending: its console says why.',
  AccountSuspendedException: 'SES has suspended the account: its console says why.',
  TooManyRequestsException: 'SES’s sending limit is reached.',
  LimitExceededException: 'SES’s sending limit is reached.',
  UnreadableRecord: 'A picture’s record cannot be read: the log names it.',
};

/** Says that a mail has not left, why and what to do. */
export function unsentInWords({ recipient, pictures, error, nextAt }: Unsent): string {
  const what = `A mail to ${recipient} about ${countInWords(pictures, 'picture')} has not left (${error}).`;
  const why = causes[error] ?? 'The log says more.';
  const next = nextAt === undefined ? 'It was given up: see the dead letters.' : 'It is tried again.';
  return `${what} ${why} ${next}`;
}

const MAIL_AGAIN = 'have it mailed again as the operations guide says';

const reasons: Readonly<Record<Unreachable['why'], (address: string) => string>> = {
  bounced: (address) => `Mail to ${address} came back. Correct the address, or ${MAIL_AGAIN}.`,
  complained: (address) => `${address} reported a mail as spam. Ask somebody else, or ${MAIL_AGAIN}.`,
  refused: (address) =>
    `SES refuses mail to ${address}. Verify the address if SES is in its sandbox, otherwise correct it, then ${MAIL_AGAIN}.`,
};

/** Says that an address takes no mail, why, what to do, and how long nothing is sent there. */
export function unreachableInWords({ address, why, until }: Unreachable): string {
  return `${reasons[why](address)} Until ${whenInWords(until)} nothing is mailed there.`;
}
