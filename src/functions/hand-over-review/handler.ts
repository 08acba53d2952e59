import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { InvalidInput, ReviewOver } from '#core/errors';
import { address, reviewPolicyFile } from '#core/policy';
import { behindLink } from '#http/endpoint';
import { handingOver } from '#services/handing-over';
import house from '../../../review-policy.json' with { type: 'json' };
import { digestEnv, digestServices } from '../digests.ts';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { comment, linkPath, list } from '../shapes.ts';

const env = readEnv({ ...linkEnv, ...digestEnv, REVIEWER_DOMAINS: list });
const { db, images, now, follow, answers } = linkServices(env);
const handOver = handingOver({
  images,
  ...digestServices(env, db, now),
  allowed: { policy: reviewPolicyFile.parse(house), domains: env.REVIEWER_DOMAINS },
});

const accepts = ['application/json', 'application/x-www-form-urlencoded'];
const body = z.strictObject({ to: z.string().max(254), comment: comment.optional() });

/** A reviewer passes the picture of a link on to a colleague. */
export const handler = behindLink(
  { env, logger: new Logger(), shapes: { path: linkPath, body, accepts }, showProblem: answers.showProblem },
  follow,
  async ({ link, found, body: { to, comment }, origin, wantsJson }) => {
    if (found.state === 'expired') throw new ReviewOver('The time to decide on this picture is over.');
    try {
      await handOver(found.record, {
        from: found.reviewer,
        to: addressOf(to),
        ...(comment ? { comment } : {}),
      });
    } catch (error) {
      if (wantsJson || !(error instanceof InvalidInput)) throw error;
      const problem = error.errors.map(({ message }) => message).join(' ');
      return answers.asPage(400, found, `../${link}`, { handover: { to, comment: comment ?? '', problem } });
    }
    const after = await follow(link);
    return wantsJson
      ? answers.asJson(200, after, origin)
      : answers.asPage(200, after, `../${link}`, { did: 'handover' });
  },
);

/** Checked here and not with the body, so that the page can say it at the field. */
function addressOf(to: string): string {
  const read = address.safeParse(to.trim());
  if (read.success) return read.data;
  const message = 'This is not an e-mail address.';
  throw new InvalidInput([{ field: 'to', code: 'invalid_format', message }]);
}
