import { type FieldError, InvalidInput } from './errors.ts';
import { eachPersonOnce, isAmong, sameMailbox } from './mailbox.ts';
import type { ReviewPolicy } from './policy.ts';
import { millisecondsOf, objections } from './policy-rules.ts';

/** Who may be asked: those whom the policy of the house names, and anyone at the allowed domains. */
export interface AllowedReviewers {
  policy: ReviewPolicy;
  domains: readonly string[];
}

/** What a sender may say otherwise than the policy of the house does. */
export type PolicyWish = { [K in keyof ReviewPolicy]?: ReviewPolicy[K] | undefined };

/**
 * The policy that a picture is reviewed by: that of the house, less what its sender says otherwise. Senders never
 * review their own pictures, may not name strangers, since links are rights, and may not ask for fewer approvals.
 * @throws InvalidInput naming each field at fault, within the policy
 */
export function policyFor(wish: PolicyWish, sender: string, allowed: AllowedReviewers): ReviewPolicy {
  const errors = [
    ...addressErrors('reviewers', wish.reviewers, sender, allowed),
    ...addressErrors('escalateTo', wish.escalateTo, sender, allowed),
    ...requiredErrors(wish.required, allowed.policy.required),
    ...renameErrors(wish.renameApproved, allowed.policy.renameApproved),
  ];
  if (errors.length > 0) throw new InvalidInput(errors);
  const merged = merge(allowed.policy, wish, sender);
  const faults = objections(merged).map(({ path, code, message, instead }) => ({
    field: path.join('.'),
    code,
    message: `${message} ${instead}`,
  }));
  if (faults.length > 0) throw new InvalidInput(faults);
  return merged;
}

/** Why an address may not be asked, if so. */
export function objection(
  address: string,
  sender: string,
  { policy, domains }: AllowedReviewers,
): { code: string; message: string } | undefined {
  if (sameMailbox(address, sender))
    return { code: 'own-picture', message: 'Nobody reviews their own picture.' };
  const domain = address.slice(address.lastIndexOf('@') + 1);
  // The address itself: where a server knows no labels, one may be a stranger's.
  const known = [...policy.reviewers, ...(policy.escalateTo ?? [])].includes(address);
  return known || domains.some((one) => one.toLowerCase() === domain)
    ? undefined
    : { code: 'not-allowed', message: 'Pictures are not sent to reviewers at this address.' };
}

function addressErrors(
  field: string,
  addresses: readonly string[] | undefined,
  sender: string,
  allowed: AllowedReviewers,
): FieldError[] {
  return (addresses ?? []).flatMap((address, index) => {
    const problem = objection(address, sender, allowed);
    return problem ? [{ field: `${field}.${index}`, ...problem }] : [];
  });
}

function requiredErrors(wanted: number | undefined, least: number): FieldError[] {
  if (wanted === undefined || wanted >= least) return [];
  return [{ field: 'required', code: 'too-few', message: `At least ${least} have to approve here.` }];
}

function renameErrors(
  wanted: ReviewPolicy['renameApproved'],
  house: ReviewPolicy['renameApproved'],
): FieldError[] {
  if (wanted !== 'review' || house !== 'refuse') return [];
  const message = 'The title of an approved picture cannot be changed here.';
  return [{ field: 'renameApproved', code: 'not-allowed', message }];
}

/** What the sender says comes first; what is left of the house's own policy gives way to it. */
function merge(policy: ReviewPolicy, wanted: PolicyWish, sender: string): ReviewPolicy {
  const reviewers = eachPersonOnce(
    wanted.reviewers ?? policy.reviewers.filter((one) => !sameMailbox(one, sender)),
  );
  if (reviewers.length === 0) {
    const message = 'You are the only standing reviewer: name another one.';
    throw new InvalidInput([{ field: 'reviewers', code: 'none-left', message }]);
  }
  const expireAfter = wanted.expireAfter ?? policy.expireAfter;
  const fits = (duration: string) => millisecondsOf(duration) < millisecondsOf(expireAfter);
  const inherited = policy.escalateTo?.filter((one) => !sameMailbox(one, sender) && !isAmong(reviewers, one));
  const escalateTo = wanted.escalateTo ?? inherited;
  const escalateAfter =
    wanted.escalateAfter ?? [policy.escalateAfter].find((one) => one !== undefined && fits(one));
  const renameApproved = wanted.renameApproved ?? policy.renameApproved;
  const quietHours = wanted.quietHours ?? policy.quietHours;
  return {
    reviewers,
    required: wanted.required ?? policy.required,
    remindAfter: wanted.remindAfter ?? policy.remindAfter.filter(fits),
    ...escalation({ escalateTo, escalateAfter }, wanted),
    expireAfter,
    ...(renameApproved ? { renameApproved } : {}),
    ...(quietHours ? { quietHours } : {}),
  };
}

/** What the house has is left out where it does not fit; what the sender says stays, to be told that it does not. */
function escalation(
  { escalateTo = [], escalateAfter }: PolicyWish,
  wanted: PolicyWish,
): Pick<ReviewPolicy, 'escalateTo' | 'escalateAfter'> {
  const whole = escalateTo.length > 0 && escalateAfter !== undefined;
  return {
    ...(whole || wanted.escalateTo ? { escalateTo: eachPersonOnce(escalateTo) } : {}),
    ...((whole || wanted.escalateAfter) && escalateAfter ? { escalateAfter } : {}),
  };
}
