import { Logger } from '@aws-lambda-powertools/logger';
import { sfn, stepFunctions } from '#adapters/workflow';
import { AlreadyDecided, NotUndoable, ReviewOver, TitleChanged } from '#core/errors';
import { behindLink } from '#http/endpoint';
import { decisions } from '#services/reviews';
import { readEnv } from '../env.ts';
import { linkEnv, linkServices } from '../links.ts';
import { choice, linkPath, name } from '../shapes.ts';

const env = readEnv({ ...linkEnv, IMAGE_MACHINE_ARN: name });
const { images, now, follow, answers } = linkServices(env);
const decide = decisions({ images, workflow: stepFunctions(env.IMAGE_MACHINE_ARN, sfn()), now });

const accepts = ['application/json', 'application/x-www-form-urlencoded'];

/** The buttons on the review page: the one thing that a link decides by. */
export const handler = behindLink(
  {
    env,
    logger: new Logger(),
    shapes: { path: linkPath, body: choice, accepts },
    showProblem: answers.showProblem,
  },
  follow,
  async ({ link, found, body, origin, wantsJson }) => {
    if (found.state === 'expired') throw new ReviewOver('The time to decide on this picture is over.');
    try {
      const { id, round } = found.record;
      await decide({ id, by: found.reviewer, link: { round }, ...body });
    } catch (error) {
      const isLate = error instanceof AlreadyDecided || error instanceof NotUndoable;
      const isRetitled = error instanceof TitleChanged;
      if (wantsJson || !(isLate || isRetitled)) throw error;
      const moment = isRetitled
        ? { titleChanged: { comment: body.comment ?? '' } }
        : { refused: body.decision };
      return answers.asPage(409, await follow(link), link, moment);
    }
    const after = await follow(link);
    return wantsJson
      ? answers.asJson(200, after, origin)
      : answers.asPage(200, after, link, { did: body.decision });
  },
);
