import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeLogGroupsCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

/** What no log may hold, whoever reads it: rights and addresses. */
const secrets: readonly [what: string, pattern: RegExp][] = [
  ['a review link', /r1\.[0-7][0-9a-z]{25}\.\d+\.\d+\./],
  ['a desk’s link', /d1\.[0-7][0-9a-z]{25}\.[0-9a-z]+\./],
  ['an address', /[\w.+-]+@[\w-]+\.[\w.]+/],
  ['an ID token', /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/],
  ['a presigned address', /X-Amz-(Signature|Security-Token|Credential)=/i],
  ['a task token', /task_?token/i],
];

/** Every line that was logged, by functions and state machines, or those since a moment. */
export async function logLines(logs: CloudWatchLogsClient, startTime?: number): Promise<string[]> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const lines: string[] = [];
  for (const { logGroupName = '' } of logGroups) {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs },
      { logGroupName, startTime },
    )) {
      lines.push(...events.map(({ message = '' }) => message));
    }
  }
  return lines;
}

/** The lines that hold what no log may hold, and what it is. */
export function telling(lines: readonly string[], also: readonly string[] = []): string[] {
  return lines.flatMap((line) => {
    const found = secrets.find(([, pattern]) => pattern.test(line))?.[0];
    const named = also.find((secret) => line.includes(secret));
    return found || named ? [`${found ?? 'a secret of this test'}: ${line.slice(0, 300)}`] : [];
  });
}
