import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { AlreadyDecided, NotUndoable, ReviewOver } from '#core/errors';
import { endpoint } from '#http/endpoint';
import { decisions } from '#services/reviews';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { choice, linkPath, name } from '../shapes.ts';

const env = readEnv({ ...linkEnv, IMAGE_MACHINE_ARN: name });
const { images, now, follow, answers } = linkServices(env);
const decide = decisions({ images, workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()), now });

const accepts = ['application/json', 'application/x-www-form-urlencoded'];

/** The buttons on the review page: the one thing that a link decides by. */
export const handler = endpoint(
  {
    env,
    logger: new Logger(),
    shapes: { path: linkPath, body: choice, accepts },
    showProblem: answers.showProblem,
  },
  async ({ path, body, origin, wantsJson }) => {
    const found = await follow(path.link);
    if (found.state === 'expired') throw new ReviewOver('The time to decide on this picture is over.');
    try {
      const { id, round } = found.record;
      await decide({ id, by: found.reviewer, link: { round }, ...body });
    } catch (error) {
      const isLate = error instanceof AlreadyDecided || error instanceof NotUndoable;
      if (wantsJson || !isLate) throw error;
      return answers.asPage(409, await follow(path.link), path.link, { refused: body.decision });
    }
    const after = await follow(path.link);
    return wantsJson
      ? answers.asJson(200, after, origin)
      : answers.asPage(200, after, path.link, { did: body.decision });
  },
);
