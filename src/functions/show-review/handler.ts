import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { verdict } from '#core/image';
import { behindLink } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { leniently, linkPath } from '../shapes.ts';

const env = readEnv(linkEnv);
const { follow, answers } = linkServices(env);

/** `choice` comes from the button in the mail: it says which button to offer first, and decides nothing. */
const query = z.object({ choice: leniently(verdict.options) });

/** The page behind a mailed link. Mail scanners open every link: whatever is asked here, nothing changes. */
export const handler = behindLink(
  { env, logger: new Logger(), shapes: { path: linkPath, query }, showProblem: answers.showProblem },
  follow,
  async ({ link, found, query, origin, wantsJson }) => {
    const status = found.state === 'expired' ? 410 : 200;
    if (wantsJson) return answers.asJson(status, found, origin);
    return answers.asPage(status, found, link, query.choice ? { choice: query.choice } : {});
  },
);
