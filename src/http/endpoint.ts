import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { AppError, traceOf } from '#core/errors';
import { problem } from './answer.ts';
import { type Problem, problemOf } from './problems.ts';
import {
  type Caller,
  type Request,
  type RequestHead,
  readCaller,
  readHead,
  type Shapes,
  withBody,
} from './request.ts';

/** What every endpoint's environment holds. */
export const httpEnv = {
  /** The console's origin, allowed by CORS. */
  CONSOLE_ORIGIN: z.string(),
  /** Where the API is reached from outside, when not at the gateway's own address. */
  PUBLIC_BASE_URL: z.string(),
};

/** What an endpoint is made with: its environment, its logger and the shapes of its input. */
export interface EndpointOptions<S extends Shapes> {
  env: { CONSOLE_ORIGIN: string; PUBLIC_BASE_URL: string };
  logger: Logger;
  shapes: S;
  /** Shows a problem in another way than as problem+json, such as a page; `undefined` to leave it. */
  showProblem?: (about: Problem, event: APIGatewayProxyEvent) => APIGatewayProxyResult | undefined;
}

type Act<S extends Shapes, More> = (request: Request<S> & More) => Promise<APIGatewayProxyResult>;

/** An endpoint for anyone. */
export function endpoint<S extends Shapes>(options: EndpointOptions<S>, act: Act<S, object>) {
  return chain(options, (event) => act(read(event, options)));
}

/**
 * An endpoint for who holds a link. It is followed before the body is read: nobody without a link makes us parse one.
 * @param follow what the link leads to; throws where it leads nowhere
 */
export function behindLink<S extends Shapes & { path: z.ZodType<{ link: string }> }, Found>(
  options: EndpointOptions<S>,
  follow: (link: string) => Promise<Found>,
  act: Act<S, { link: string; found: Found }>,
) {
  return chain(options, async (event) => {
    const head = readStart(event, options);
    // What its schema puts out, which the compiler cannot follow here.
    const { link } = head.path as { link: string };
    const found = await follow(link);
    return act({ ...withBody(head, event, options.shapes), link, found });
  });
}

/** An endpoint for who signed in. */
export function signedIn<S extends Shapes>(options: EndpointOptions<S>, act: Act<S, { caller: Caller }>) {
  return chain(options, (event) => act({ ...read(event, options), caller: readCaller(event) }));
}

function read<S extends Shapes>(event: APIGatewayProxyEvent, options: EndpointOptions<S>): Request<S> {
  return withBody(readStart(event, options), event, options.shapes);
}

function readStart<S extends Shapes>(
  event: APIGatewayProxyEvent,
  { shapes, env }: EndpointOptions<S>,
): RequestHead<S> {
  const head = readHead(event, shapes);
  return env.PUBLIC_BASE_URL === '' ? head : { ...head, origin: env.PUBLIC_BASE_URL };
}

function chain<S extends Shapes>(
  options: EndpointOptions<S>,
  handle: (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>,
) {
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(options.logger))
    .use(answers(options))
    .handler(handle);
}

/** Turns errors into problems, allows the console's origin, and logs one line a request: the route, never the path. */
function answers<S extends Shapes>(
  options: EndpointOptions<S>,
): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const { env, logger, showProblem } = options;
  const done = (event: APIGatewayProxyEvent, response: APIGatewayProxyResult) => {
    response.headers = {
      ...response.headers,
      'access-control-allow-origin': env.CONSOLE_ORIGIN,
      vary: [response.headers?.['vary'], 'origin'].filter(Boolean).join(', '),
    };
    // HEAD is a method of its own at the gateway: it is answered as GET, less the body.
    if (event.httpMethod === 'HEAD') response.body = '';
    logger.info('answered', { method: event.httpMethod, route: event.resource, status: response.statusCode });
  };
  return {
    after: ({ event, response }) => {
      if (response) done(event, response);
    },
    onError: (request) => {
      const { event, error } = request;
      const about = problemOf(error);
      if (!(error instanceof AppError)) logger.error('failed', { route: event.resource, ...traceOf(error) });
      request.response = showProblem?.(about, event) ?? problem(about);
      done(event, request.response);
    },
  };
}
