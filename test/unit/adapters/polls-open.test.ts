import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sfn, stepFunctions } from '#adapters/workflow';
import { until } from '../../system/until.ts';

const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:pictures-image';
const before = { ...process.env };
let server: Server;
let polls: ServerResponse[];
let isHeld: boolean;

// Step Functions as it is while nothing waits: polls are held, anything else is answered at once.
beforeEach(async () => {
  polls = [];
  isHeld = true;
  server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    const isPoll = request.headers['x-amz-target'] === 'AWSStepFunctions.GetActivityTask';
    if (isPoll && isHeld) polls.push(response);
    else response.end('{}');
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
  const answered = Promise.allSettled(asking);
  try {
    await until('a hundred polls', async () => polls.length === 100 || undefined, { seconds: 20 });
    let delivered: string | undefined;
    workflow.deliver('token', 'approved').then((told) => (delivered = told));
    expect(await until('the outcome', async () => delivered, { seconds: 20 })).toBe('taken');
  } finally {
    // Those that had no connection yet are answered at once.
    isHeld = false;
    for (const one of polls) one.end('{}');
  }
  expect(await answered).toEqual(asking.map(() => ({ status: 'fulfilled', value: undefined })));
  client.destroy();
});
