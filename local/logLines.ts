import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** One line that a function logged. */
export interface LogLine {
  at: number;
  id: string;
  /** The function's name without the stack's; empty where the line does not tell. */
  source: string;
  text: string;
}

/** The log groups of functions, with the function's name where it has a group of its own. */
export async function logGroups(
  functions: LambdaClient,
  names: readonly string[],
): Promise<Map<string, string | undefined>> {
  const groups = new Map<string, string | undefined>();
  await Promise.all(
    names.map(async (FunctionName) => {
      const found = await functions.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const group = found.LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
      groups.set(group, groups.has(group) ? undefined : FunctionName);
    }),
  );
  return groups;
}

/** Reads what was logged in a group since a moment. */
export async function readLines(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  owner: string | undefined,
): Promise<LogLine[]> {
  const events: FilteredLogEvent[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName, startTime })) {
      events.push(...(page.events ?? []));
    }
  } catch (error) {
    // A function that never ran has no group.
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
  return toLines(events, owner);
}

/** Tells which function wrote each line: a stream is one invocation, and the logger names the function in its lines. */
export function toLines(events: readonly FilteredLogEvent[], owner: string | undefined): LogLine[] {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { logStreamName = '', message = '' } of events) {
    const named = /"function_name":"([^"]+)"/.exec(message)?.[1];
    if (named) names.set(logStreamName, named);
  }
  return events.map(({ logStreamName = '', timestamp = 0, message = '', eventId }) => {
    const count = (counts.get(logStreamName) ?? 0) + 1;
    counts.set(logStreamName, count);
    return {
      at: timestamp,
      id: eventId ?? `${logStreamName}/${timestamp}/${count}`,
      source: owner ?? names.get(logStreamName) ?? '',
      text: message.trimEnd(),
    };
  });
}
