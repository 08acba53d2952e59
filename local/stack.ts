import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { Failure } from './failure.ts';

/** Describes a stack, or answers nothing where there is none. */
export async function findStack(stacks: CloudFormationClient, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks.find((stack) => stack.StackStatus !== 'DELETE_COMPLETE');
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there.
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}

/** A stack's outputs by name. */
export async function outputsOf(stacks: CloudFormationClient, name: string): Promise<Record<string, string>> {
  const stack = await findStack(stacks, name);
  if (!stack) throw new Failure(`The stack ${name} is not there.`);
  return Object.fromEntries((stack.Outputs ?? []).map((one) => [one.OutputKey ?? '', one.OutputValue ?? '']));
}

/** The names of a stack's functions by their logical ids. */
export async function functionsOf(stacks: CloudFormationClient, name: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const page of paginateListStackResources({ client: stacks }, { StackName: name })) {
    for (const one of page.StackResourceSummaries ?? []) {
      if (one.ResourceType !== 'AWS::Lambda::Function' || !one.PhysicalResourceId) continue;
      found.set(one.LogicalResourceId ?? '', one.PhysicalResourceId);
    }
  }
  return found;
}

/** A function's folder in src/functions, from the name that it is deployed by. */
export function folderOf(functionName: string, stackName: string): string {
  return functionName.replace(`${stackName}-`, '');
}

/** Whether a stack can be updated; one whose creation was rolled back can only be deleted. */
export function isUsable(stack: Stack): boolean {
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'].includes(stack.StackStatus ?? '');
}

/** Deletes a stack that a failed creation left, since CloudFormation does not update those. */
export async function removeRemains(stacks: CloudFormationClient, name: string): Promise<boolean> {
  const stack = await findStack(stacks, name);
  if (!stack || isUsable(stack) || stack.StackStatus === 'REVIEW_IN_PROGRESS') return false;
  await stacks.send(new DeleteStackCommand({ StackName: name }));
  for (let tries = 0; tries < 120 && (await findStack(stacks, name)); tries += 1) await sleep(500);
  return true;
}

/** Which resource failed since a moment, and why; the first one, since the others follow from it. */
export async function failureSince(
  stacks: CloudFormationClient,
  name: string,
  since: Date,
): Promise<string | undefined> {
  const answer = await stacks
    .send(new DescribeStackEventsCommand({ StackName: name }))
    .catch(() => undefined);
  return firstFailure(answer?.StackEvents ?? [], since);
}

/** What is read of a stack's event. */
type Happening = Pick<
  Partial<StackEvent>,
  'LogicalResourceId' | 'ResourceType' | 'ResourceStatusReason' | 'Timestamp'
> & {
  ResourceStatus?: string | undefined;
};

/** Reads the first failure out of a stack's events. */
export function firstFailure(events: readonly Happening[], since: Date): string | undefined {
  const failed = events
    .filter((one) => one.ResourceStatus?.endsWith('_FAILED') && (one.Timestamp ?? since) >= since)
    .filter((one) => !/cancelled/i.test(one.ResourceStatusReason ?? ''))
    .sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
  const first = failed.find((one) => one.ResourceType !== 'AWS::CloudFormation::Stack') ?? failed[0];
  if (!first) return undefined;
  return `${first.LogicalResourceId} (${first.ResourceType}): ${first.ResourceStatusReason ?? first.ResourceStatus}`;
}
