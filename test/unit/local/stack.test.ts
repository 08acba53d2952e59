import { describe, expect, test } from '@jest/globals';
import { errorLine } from '../../../local/deploy.ts';
import { firstFailure } from '../../../local/stack.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const event = (
  second: number,
  LogicalResourceId: string,
  ResourceStatus: string,
  ResourceStatusReason?: string,
) => ({
  StackId: 's',
  EventId: `${second}`,
  StackName: 's',
  Timestamp: at(second),
  LogicalResourceId,
  ResourceStatus,
  ResourceType: LogicalResourceId === 'stack' ? 'AWS::CloudFormation::Stack' : 'AWS::SQS::Queue',
  ...(ResourceStatusReason ? { ResourceStatusReason } : {}),
});

describe('a failed deploy', () => {
  test('names the resource that failed first, not what followed from it', () => {
    const events = [
      event(5, 'stack', 'UPDATE_FAILED', 'The following resources failed: Queue'),
      event(4, 'Other', 'CREATE_FAILED', 'Resource creation cancelled'),
      event(3, 'Queue', 'CREATE_FAILED', 'no such attribute'),
      event(1, 'Old', 'CREATE_FAILED', 'of an earlier deploy'),
    ];
    expect(firstFailure(events, at(2))).toBe('Queue (AWS::SQS::Queue): no such attribute');
  });

  test('names nothing where no resource failed', () => {
    expect(firstFailure([event(3, 'Queue', 'CREATE_COMPLETE')], at(2))).toBeUndefined();
  });

  test("falls back on SAM's own last word", () => {
    expect(errorLine('Uploading\nError: Template format error: x\n\n')).toBe(
      'Error: Template format error: x',
    );
    expect(errorLine('')).toBe('sam deploy said nothing');
  });
});
