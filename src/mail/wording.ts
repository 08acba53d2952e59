import { countInWords, listInWords, oneLine, whenInWords } from '#core/words';

/** How many characters of each text a mail shows. */
export const longest = {
  title: 120,
  caption: 400,
  credit: 200,
  filename: 100,
  note: 400,
  address: 80,
  comment: 1000,
  reference: 24,
} as const;

/** The name on every mail. */
export const MASTHEAD = 'Contactsheet';

/** The link to a reviewer's desk. */
export const DESK = 'See all that waits for you on one page';

/** Why a reviewer is mailed. */
export type Asking =
  | { kind: 'review' | 'reminder' }
  /** Who was asked before and when the first of them was, whom of them mail does not reach, and whether that is the only reason. */
  | {
      kind: 'escalation';
      asked: readonly string[];
      askedAt: string;
      unreachable?: readonly string[];
      late?: boolean;
    };

/** What a mail to a reviewer says first: in its subject, above its pictures, and why it came. */
export function opening(
  asking: Asking,
  pictures: number,
  senders: readonly string[],
): { subject: string; heading: string; why: string } {
  const count = countInWords(pictures, 'picture');
  switch (asking.kind) {
    case 'review':
      return {
        subject: `${count} to review from ${sendersInSubject(senders)}`,
        heading: `${count} to review`,
        why: '',
      };
    case 'reminder':
      return {
        subject: `Reminder: ${count} still to review`,
        heading: `${count} still to review`,
        why: 'This is a reminder: you were asked before, and your decision is still missing.',
      };
    case 'escalation':
      return escalated(asking, count);
  }
}

function escalated(asking: Asking & { kind: 'escalation' }, count: string) {
  const { asked, askedAt, unreachable = [], late = true } = asking;
  const lost = unreachable.length > 0 ? `Mail to ${addresses(unreachable)} came back` : '';
  if (lost && !late)
    return {
      subject: `${count} to review, as mail to ${unreachable.length === 1 ? 'a reviewer' : 'reviewers'} came back`,
      heading: `${count} to review`,
      why: `${lost}: you are asked as well.`,
    };
  const before = `${addresses(asked)} ${asked.length === 1 ? 'was' : 'were'} asked on ${whenInWords(askedAt)}`;
  return {
    subject: `${count} nobody has decided on: you are asked as well`,
    heading: `${count} nobody has decided on`,
    why: `${before}, and a decision is still missing: you are asked as well.${lost && ` ${lost}.`}`,
  };
}

/** Names people by their addresses, five at most. */
export function addresses(all: readonly string[]): string {
  return listInWords(
    all.map((one) => oneLine(one, longest.address)),
    5,
  );
}

function sendersInSubject([first = '', ...rest]: readonly string[]): string {
  const others = rest.length > 0 ? ` and ${countInWords(rest.length, 'other')}` : '';
  return `${oneLine(first, 50)}${others}`;
}
