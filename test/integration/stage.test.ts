import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { output, place } from '../system/place.ts';

describe('the API', () => {
  // SAM adds a second one, without limits, where the template names no OpenAPI version.
  it('answers at one stage, the one that has a limit', async () => {
    const { StackResources = [] } = await aws().stacks.send(
      new DescribeStackResourcesCommand({ StackName: place().stackName }),
    );
    const stages = StackResources.filter(({ ResourceType }) => ResourceType === 'AWS::ApiGateway::Stage');
    expect(stages).toHaveLength(1);
    const at = (stage: string) =>
      fetch(`${place().endpoint}/restapis/${output('ApiId')}/${stage}/_user_request_/health`);
    expect((await at('v1')).status).toBe(200);
    expect((await at('Stage')).status).toBeGreaterThanOrEqual(400);
  });
});
