import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { REGION, testKeys } from './settings.ts';

/** Clients of the local AWS, with test keys: none of them can reach a real account. */
export interface Clients {
  stacks: CloudFormationClient;
  functions: LambdaClient;
  logs: CloudWatchLogsClient;
  users: CognitoIdentityProviderClient;
  mail: SESv2Client;
  workflows: SFNClient;
  tables: DynamoDBClient;
  close(): void;
}

/** Makes the clients for a local endpoint. */
export function clientsOf(endpoint: string): Clients {
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: testKeys.AWS_ACCESS_KEY_ID, secretAccessKey: testKeys.AWS_SECRET_ACCESS_KEY },
  };
  const all = {
    stacks: new CloudFormationClient(config),
    functions: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    users: new CognitoIdentityProviderClient(config),
    mail: new SESv2Client(config),
    workflows: new SFNClient(config),
    tables: new DynamoDBClient(config),
  };
  return {
    ...all,
    close: () => {
      for (const client of Object.values(all)) client.destroy();
    },
  };
}
