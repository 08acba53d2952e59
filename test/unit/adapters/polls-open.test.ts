import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sfn, stepFunctions } from '#adapters/workflow';
import { until } from '../../system/until.ts';

const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:pictures-image';
const before = { ...process.env };
let server: Server;
let polls: ServerResponse[];

// Step Functions as it is while nothing waits: polls are held, anything else is answered at once.
beforeEach(async () => {
  polls = [];
  server = createServer((request, response) => {
    request.resume();
    if (request.headers['x-amz-target'] === 'AWSStepFunctions.GetActivityTask') polls.push(response);
    else response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.env = {
    ...before,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
});
afterEach(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

test('a hundred polls are open at once, as AWS advises, and an outcome is delivered meanwhile', async () => {
  const client = sfn(true);
  const workflow = stepFunctions(machine, client);
  const asking = Array.from({ length: 100 }, (_, at) => workflow.poll('arn:activity', `worker-${at}`));
  await until('a hundred polls', async () => polls.length === 100 || undefined);
  expect(await workflow.deliver('token', 'approved')).toBe('taken');
  for (const one of polls) one.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  expect(new Set(await Promise.all(asking))).toEqual(new Set([undefined]));
  client.destroy();
});
