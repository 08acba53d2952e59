import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoImages } from '#adapters/images';
import { dynamo } from '#adapters/table';
import { sfn, stepFunctions } from '#adapters/workflow';
import { readable } from '#core/access';
import { NotFound } from '#core/errors';
import { json } from '#http/answer';
import { httpEnv, signedIn } from '#http/endpoint';
import { reports } from '#services/reporting';
import { readEnv } from '../env.ts';
import { imagePath, name } from '../shapes.ts';
import { answer } from './schema.ts';

const env = readEnv({ ...httpEnv, IMAGES_TABLE: name, IMAGE_MACHINE_ARN: name });
const images = dynamoImages(env.IMAGES_TABLE, dynamo());
const workflow = stepFunctions(env.IMAGE_MACHINE_ARN, sfn());
const report = reports(workflow);

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller }) => {
    const { execution } = readable(await images.get(path.id), caller);
    if (!execution) throw new NotFound('This picture has not been started: its file has not been uploaded.');
    const withData = caller.groups.includes('operators');
    const [image, clock] = await Promise.all([
      report(execution, withData),
      report(workflow.clockOf(execution), withData),
    ]);
    // Step Functions keeps an execution for 90 days after its end.
    if (!image) throw new NotFound('This picture has no execution that is still kept.');
    return json(200, answer, { ...image, clock: clock ?? null });
  },
);
