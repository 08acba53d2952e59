import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { traceOf } from '#core/errors';
import { json } from '#http/answer';
import { behindLink } from '#http/endpoint';
import { type Decided, deskDecisions, deskResults } from '#services/desk-decisions';
import { decisions } from '#services/reviews';
import { deskServices, MOST_SHOWN } from '../desk.ts';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { linkPath, name } from '../shapes.ts';
import { answer, body, fromForm } from './schema.ts';

const env = readEnv({ ...linkEnv, IMAGE_MACHINE_ARN: name });
const links = linkServices(env);
const { images, now } = links;
const { follow, waiting, answers, show } = deskServices(env, links);
const logger = new Logger();
const decideAll = deskDecisions(
  decisions({ images, workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()), now }),
  (error) => logger.error('a decision failed', traceOf(error)),
);
const resultsOf = deskResults(images);

const accepts = ['application/json', 'application/x-www-form-urlencoded'];
const shapes = { path: linkPath, body, accepts, form: fromForm };

/** Decides on several pictures, each answered for itself. */
export const handler = behindLink(
  { env, logger, shapes, showProblem: answers.showProblem },
  follow,
  async ({ found: desk, body, origin, wantsJson }) => {
    const decided = await decideAll(desk.reviewer, body.decisions);
    if (wantsJson) {
      const results = await Promise.all(decided.map((one) => shown(one, origin)));
      return json(200, answer, { results });
    }
    const { items } = await waiting(desk.reviewer, MOST_SHOWN);
    const results = await resultsOf(desk.reviewer, decided, body.decisions);
    return answers.asPage(desk, items, { results });
  },
);

async function shown(one: Decided, origin: string) {
  const { id } = one;
  if ('problem' in one) return { id, status: one.problem.status, problem: one.problem };
  return { id, status: 200, image: await show(one.record, origin, 'colleague') };
}
