import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { readable } from '#core/access';
import { NotFound } from '#core/errors';
import { reportStates } from '#core/history';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { imagePath, name } from '../shapes.ts';
import { answer } from './schema.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller }) => {
    const { execution } = readable(await images.get(path.id), caller);
    if (!execution) throw new NotFound('This picture has not been started: its file has not been uploaded.');
    const state = await workflow.describe(execution);
    // Step Functions keeps an execution for 90 days after its end.
    if (state.status === 'gone') throw new NotFound('This picture has no execution that is still kept.');
    const [definition, history] = await Promise.all([
      workflow.definition(execution),
      workflow.history(execution),
    ]);
    return json(200, answer, {
      execution: execution.slice(execution.lastIndexOf(':') + 1),
      status: state.status,
      ...(state.startedAt ? { startedAt: state.startedAt.toISOString() } : {}),
      ...(state.stoppedAt ? { stoppedAt: state.stoppedAt.toISOString() } : {}),
      ...(state.error === undefined ? {} : { error: state.error }),
      states: reportStates(definition, history, caller.groups.includes('operators')),
      definition: JSON.parse(definition),
    });
  },
);
