import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { EndpointOptions } from '#http/endpoint';
import type { Shapes } from '#http/request';

/** An event of `events/`, some of it changed. */
export function event(name: string, more: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  return { ...JSON.parse(readFileSync(`events/${name}.json`, 'utf8')), ...more };
}

const logger = new Logger({ logLevel: 'SILENT' });

/** An endpoint's options with a silent logger. */
export function options<S extends Shapes>(shapes: S): EndpointOptions<S> {
  return { env: { CONSOLE_ORIGIN: 'https://console.example', PUBLIC_BASE_URL: '' }, logger, shapes };
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** Calls an endpoint; `json` is its answer's body. */
export async function call(handler: unknown, sent: APIGatewayProxyEvent) {
  const answer = await (handler as Handler)(sent, { getRemainingTimeInMillis: () => 1000 } as Context);
  return { ...answer, json: answer.body ? JSON.parse(answer.body) : undefined };
}
