import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Outcome } from '#core/image';

/** How an execution stands; `gone` where Step Functions knows none of that name. */
export interface ExecutionState {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE' | 'gone';
  error?: string;
  startedAt?: Date;
  stoppedAt?: Date;
}

/** An activity task as it was handed out. */
export interface PolledTask {
  token: string;
  /** The task's own input, JSON. */
  input: string;
}

/** A long poll of an activity lasts 60 s; cut off before, it loses the task that it was about to be given. */
export const POLL_SECONDS = 70;

/** The SDK's clients open 50 connections; a poll holds one, and tokens are delivered meanwhile. */
const POLL_SOCKETS = { maxSockets: 150 };

/** The SDK client; `longPoll` waits longer for an answer than a poll lasts, with many polls at once. */
export function sfn(longPoll = false): SFNClient {
  const requestHandler = {
    requestTimeout: POLL_SECONDS * 1000,
    httpAgent: POLL_SOCKETS,
    httpsAgent: POLL_SOCKETS,
  };
  return new SFNClient(longPoll ? { requestHandler } : {});
}

/** The image machine's executions, by ARN. */
export function stepFunctions(machineArn: string, client: SFNClient) {
  const prefix = machineArn.replace(':stateMachine:', ':execution:');

  async function stop(executionArn: string, cause: string): Promise<void> {
    try {
      await client.send(new StopExecutionCommand({ executionArn, cause }));
    } catch (error) {
      // One that has ended is a ValidationException on some engines.
      if (!named(error, 'ExecutionDoesNotExist') && !named(error, 'ValidationException')) throw error;
    }
  }

  return {
    /** The ARN that an execution of this name has or will have. */
    executionOf: (name: string): string => `${prefix}:${name}`,

    /** Starts the execution that this ARN names. That it was started before is success. */
    async start(executionArn: string, input: { id: string; round: number }): Promise<void> {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machineArn,
            name: executionArn.slice(executionArn.lastIndexOf(':') + 1),
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (!named(error, 'ExecutionAlreadyExists')) throw error;
      }
    },

    /** Stops the execution, if it runs. */
    stop,

    /** The ARN of the clock that an execution of the image machine starts. */
    clockOf,

    /** Stops the clock that an execution of the image machine started. */
    async stopClock(executionArn: string): Promise<void> {
      await stop(clockOf(executionArn), 'decided');
    },

    async describe(executionArn: string): Promise<ExecutionState> {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }));
        return {
          status: found.status ?? 'gone',
          ...(found.error === undefined ? {} : { error: found.error }),
          ...(found.startDate === undefined ? {} : { startedAt: found.startDate }),
          ...(found.stopDate === undefined ? {} : { stoppedAt: found.stopDate }),
        };
      } catch (error) {
        if (named(error, 'ExecutionDoesNotExist')) return { status: 'gone' };
        throw error;
      }
    },

    /** Tells the waiting activity task the outcome; `gone` where nothing waits with that token any more. */
    async deliver(token: string, outcome: Outcome): Promise<'taken' | 'gone'> {
      try {
        await client.send(
          new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify({ outcome }) }),
        );
        return 'taken';
      } catch (error) {
        if (
          named(error, 'TaskTimedOut') ||
          named(error, 'TaskDoesNotExist') ||
          named(error, 'InvalidToken')
        ) {
          return 'gone';
        }
        throw error;
      }
    },

    /** Waits up to a minute for a task of the activity; never aborted, since an aborted poll eats its task. */
    async poll(activityArn: string, workerName: string): Promise<PolledTask | undefined> {
      const { taskToken, input } = await client.send(new GetActivityTaskCommand({ activityArn, workerName }));
      return taskToken ? { token: taskToken, input: input ?? '{}' } : undefined;
    },

    /** Every event of the execution, oldest first; kept for 90 days. */
    async history(executionArn: string): Promise<HistoryEvent[]> {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new GetExecutionHistoryCommand({
            executionArn,
            nextToken,
            maxResults: 1000,
            includeExecutionData: true,
          }),
        );
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken);
      return events;
    },

    /** The definition that the execution runs by, as it was when it started; JSON. */
    async definition(executionArn: string): Promise<string> {
      const { definition } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
      return definition ?? '{}';
    },
  };
}

export type Workflow = ReturnType<typeof stepFunctions>;

/** The clock machine is named after the image machine, and its executions after the image's. */
function clockOf(executionArn: string): string {
  const [machine, name] = executionArn.split(':').slice(-2);
  return executionArn.replace(`:${machine}:${name}`, `:${machine}-clock:${name}-clock`);
}

function named(error: unknown, name: string): boolean {
  return error instanceof Error && error.name.startsWith(name);
}
