import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { verdict } from '#core/image';
import { endpoint } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { linkPath } from '../shapes.ts';

const env = readEnv(linkEnv);
const { follow, answers } = linkServices(env);

/** `choice` comes from the button in the mail: it says which button to offer first, and decides nothing. */
const query = z.object({ choice: verdict.optional() });

/** The page behind a mailed link. Mail scanners open every link: whatever is asked here, nothing changes. */
export const handler = endpoint(
  { env, logger: new Logger(), shapes: { path: linkPath, query }, showProblem: answers.showProblem },
  async ({ path, query, origin, wantsJson }) => {
    const found = await follow(path.link);
    const status = found.state === 'expired' ? 410 : 200;
    if (wantsJson) return answers.asJson(status, found, origin);
    return answers.asPage(status, found, path.link, query.choice ? { choice: query.choice } : {});
  },
);
