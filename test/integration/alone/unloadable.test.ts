import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect, it } from '@jest/globals';
import { aws } from '../../system/aws.ts';
import { command, homeOf } from '../../system/cli.ts';
import { call } from '../../system/client.ts';
import { place } from '../../system/place.ts';

const FunctionName = `${place().stackName}-get-health`;

/** Gives the function its variables. @returns those that it had */
async function configure(Variables: Record<string, string>): Promise<Record<string, string>> {
  const { functions } = aws();
  const { Environment } = await functions.send(new GetFunctionConfigurationCommand({ FunctionName }));
  await functions.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  return Environment?.Variables ?? {};
}

it('a function that does not load is told by npm run logs, with the reason', async () => {
  const before = await configure({});
  try {
    expect((await fetch(`${place().url}/health`)).status).toBe(502);
  } finally {
    await configure(before);
  }
  const logs = command('logs', homeOf(place()), ['get-health', '--since', '1']);
  expect(await logs.ended(30)).toBe(0);
  expect(logs.output()).toMatch(/get-health +could not be run: .*CONSOLE_ORIGIN/);
  expect((await call('GET', '/health')).status).toBe(200);
});
