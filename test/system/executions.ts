import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { aws } from './aws.ts';
import { output } from './place.ts';
import { mustRecord } from './records.ts';
import { until } from './until.ts';

/** The executions that a picture has had so far, by name, and how each stands; its clocks too. */
export async function executionsOf(id: string, rounds = 2, attempts = 6): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let round = 1; round <= rounds; round += 1) {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const name = `${id}-${round}-${attempt}`;
      const machine = await stateOf(`${prefix('ImageMachineArn')}:${name}`);
      const clock = await stateOf(`${prefix('ReviewClockArn')}:${name}-clock`);
      if (machine) found[name] = machine;
      if (clock) found[`${name}-clock`] = clock;
    }
  }
  return found;
}

/** Stops the execution that a picture's record names, as somebody in the console might, or as a fault does. */
export async function kill(id: string): Promise<string> {
  const { execution = '' } = await mustRecord(id);
  await until(`${execution} to have begun`, () => stateOf(execution));
  await aws().workflows.send(new StopExecutionCommand({ executionArn: execution, cause: 'by hand' }));
  return execution;
}

function prefix(name: string): string {
  return output(name).replace(':stateMachine:', ':execution:');
}

async function stateOf(executionArn: string): Promise<string | undefined> {
  try {
    return (await aws().workflows.send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
