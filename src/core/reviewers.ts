import { InvalidInput } from './errors.ts';

/** Who may be asked: the standing reviewers, and anyone at the allowed domains. */
export interface ReviewerPolicy {
  standing: readonly string[];
  domains: readonly string[];
}

/**
 * The reviewers of a picture: those its sender names, else the standing ones; lower case, each once.
 * A sender may not name a stranger, since links are rights, nor be a reviewer of their own picture.
 * @throws InvalidInput naming the field of each address that may not be asked
 */
export function chooseReviewers(
  wanted: readonly string[] | undefined,
  sender: string,
  policy: ReviewerPolicy,
): string[] {
  const self = sender.toLowerCase();
  if (!wanted?.length) {
    const others = unique(policy.standing).filter((one) => one !== self);
    if (others.length > 0) return others;
    throw new InvalidInput([
      {
        field: 'reviewers',
        code: 'none-left',
        message: 'You are the only standing reviewer: name another one.',
      },
    ]);
  }
  const errors = wanted.flatMap((address, index) => {
    const problem = objection(address.toLowerCase(), self, policy);
    return problem ? [{ field: `reviewers.${index}`, ...problem }] : [];
  });
  if (errors.length > 0) throw new InvalidInput(errors);
  return unique(wanted);
}

function objection(
  address: string,
  self: string,
  policy: ReviewerPolicy,
): { code: string; message: string } | undefined {
  if (address === self) return { code: 'own-picture', message: 'Nobody reviews their own picture.' };
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const known = unique(policy.standing).includes(address) || unique(policy.domains).includes(domain);
  return known
    ? undefined
    : { code: 'not-allowed', message: 'Pictures are not sent to reviewers at this address.' };
}

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))];
}
