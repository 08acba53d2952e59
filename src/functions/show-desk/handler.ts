import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { behindLink } from '#http/endpoint';
import { deskServices, MOST_SHOWN } from '../desk.ts';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { leniently, linkPath, MOST_DECIDED } from '../shapes.ts';

const env = readEnv(linkEnv);
const { follow, waiting, answers } = deskServices(env, linkServices(env));

/** `mark=all` comes from the page's own button where no script runs. */
const query = z.object({ mark: leniently(['all']) });

/** The page with all that waits for one reviewer; whatever is asked here, nothing changes. */
export const handler = behindLink(
  { env, logger: new Logger(), shapes: { path: linkPath, query }, showProblem: answers.showProblem },
  follow,
  async ({ found: desk, query, origin, wantsJson }) => {
    const { items } = await waiting(desk.reviewer, MOST_SHOWN);
    if (wantsJson) return answers.asJson(desk, items, origin);
    return answers.asPage(desk, items, query.mark ? { marked: MOST_DECIDED } : {});
  },
);
