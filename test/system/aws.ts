import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clients, clientsOf } from '../../local/clients.ts';
import { REGION } from '../../local/settings.ts';
import { place } from './place.ts';

/** Clients of the tests' local AWS that may do everything; the test keys are an administrator there. */
export interface Admin extends Clients {
  table: DynamoDBDocumentClient;
  storage: S3Client;
  queues: SQSClient;
  events: EventBridgeClient;
}

let made: Admin | undefined;

/** The clients, made once in each worker. */
export function aws(): Admin {
  made ??= make(place().endpoint);
  return made;
}

function make(endpoint: string): Admin {
  const config = { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    ...clientsOf(endpoint),
    table: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    storage: new S3Client({ ...config, forcePathStyle: true }),
    queues: new SQSClient(config),
    events: new EventBridgeClient(config),
  };
}
