import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect, it } from '@jest/globals';
import { aws } from '../../system/aws.ts';
import { send, waitFor } from '../../system/client.ts';
import { listen } from '../../system/listener.ts';
import { logLines } from '../../system/logs.ts';
import { address, person } from '../../system/people.ts';
import { small } from '../../system/pictures.ts';
import { place } from '../../system/place.ts';
import { until } from '../../system/until.ts';

const FunctionName = `${place().stackName}-tell-changes`;

/** Has the function tell a bus; answers which one it told before. */
async function tellBus(bus: string): Promise<string> {
  const { functions } = aws();
  const { Environment } = await functions.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, IMAGE_BUS: bus };
  await functions.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  return Environment?.Variables?.['IMAGE_BUS'] ?? '';
}

const complained = async (since: number) =>
  (await logLines(aws().logs, since)).some((line) => line.includes('events:PutEvents')) || undefined;

it('what the bus did not take is told once it does, in order', async () => {
  const [sender, listener] = [await person('sender'), await listen()];
  const before = Date.now();
  const bus = await tellBus('another');
  try {
    const { id } = await send(sender, await small(), { reviewers: [address('reviewer')] });
    await waitFor(sender, id, 'in-review');
    await until('a refusal', () => complained(before));
    await tellBus(bus);
    const heard = await listener.wait(id, 2);
    expect(heard.map(({ detail }) => detail.type)).toEqual(['submitted', 'review-requested']);
  } finally {
    await tellBus(bus);
    await listener.stop();
  }
});
