import { availableParallelism } from 'node:os';
import proxy from '@fastify/http-proxy';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type RawServerBase,
  type RouteGenericInterface,
} from 'fastify';
import { type GatewayAnswer, gatewayAnswers } from './gateway.ts';
import { isOwnHost } from './hosts.ts';
import { addMailbox } from './mailboxPages.ts';
import { root, type Settings } from './settings.ts';

/** How many requests are handed on at once; the others wait their turn, as each takes a Node process. */
const AT_ONCE = Math.min(32, Math.max(8, availableParallelism() * 4));
const STAGE = 'v1';
/** API Gateway's own limit. */
const MOST_BYTES = 10 * 1024 * 1024;
/** Those that a route can have. */
const methods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
const PLACE_OF_ID = 'API-ID';
/** Of a deploy, which takes about 20. */
const RETRY_SECONDS = 5;

const DEPLOYING = problem(
  503,
  'busy',
  'Busy',
  'A changed template is being deployed. Try again in a moment.',
);

type Reply = FastifyReply<RouteGenericInterface, RawServerBase>;

/** The one address in front of the API. */
export interface Front {
  url: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and hands every request for this machine on to the API's stage.
 * @param apiId asked for each request, as a deploy may replace the API; none while one is under way
 */
export async function openFront(
  { port, awsPort, home }: Pick<Settings, 'port' | 'awsPort' | 'home'>,
  apiId: () => string | undefined,
): Promise<Front> {
  const answerOf = await gatewayAnswers(root);
  const app = fastify({ bodyLimit: MOST_BYTES, forceCloseConnections: true });
  guard(app, port, answerOf);
  limit(app, AT_ONCE);
  addMailbox(app, home);
  app.register(proxy, {
    upstream: `http://127.0.0.1:${awsPort}`,
    routes: ['/*'],
    rewritePrefix: `/restapis/${PLACE_OF_ID}/${STAGE}/_user_request_`,
    internalRewriteLocationHeader: false,
    disableRequestLogging: true,
    // Nothing is sent twice: a request that changes something may have been carried out.
    retryMethods: [],
    replyOptions: {
      // Node has answered `Expect: 100-continue` by now, and the forwarding client refuses the header.
      rewriteRequestHeaders: ({ headers: { host } }, { expect: _, ...headers }) => ({
        ...headers,
        host: host ?? `localhost:${port}`,
      }),
      onResponse: (_request, reply, { stream }) => {
        const own = answerOf(String(reply.getHeader('x-amzn-errortype') ?? ''));
        if (!own) return reply.send(stream);
        stream.resume();
        return answer(reply.removeHeader('content-length'), own);
      },
    },
    handler: (_request, reply, destination, options) => {
      const id = apiId();
      if (id) return reply.from(destination.replace(PLACE_OF_ID, id), options);
      return answer(reply.header('retry-after', RETRY_SECONDS), DEPLOYING);
    },
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const { statusCode = 502, message } = error;
    if (statusCode >= 500)
      return answer(
        reply,
        problem(502, 'internal-error', 'Bad gateway', `The local AWS does not answer: ${message}`),
      );
    return answer(reply, problem(statusCode, 'invalid-input', 'Invalid input', message));
  });
  await app.listen({ port, host: '127.0.0.1' });
  return { url: `http://localhost:${port}`, close: () => app.close() };
}

/** An answer of the front's own, with a code that the API's description knows. */
function problem(status: number, code: string, title: string, detail: string): GatewayAnswer {
  const type = `urn:contactsheet:problem:${code}`;
  return { status, body: JSON.stringify({ type, title, status, code, detail }) };
}

function answer(reply: Reply, { status, body }: GatewayAnswer): Reply {
  // A string would be given a charset, which this media type has none of.
  return reply.code(status).type('application/problem+json').send(Buffer.from(body));
}

/** Refuses what is meant for another host, and what the gateway would not take. */
function guard(
  app: FastifyInstance,
  port: number,
  answerOf: (errorType: string) => GatewayAnswer | undefined,
): void {
  app.addHook('onRequest', async ({ headers, method }, reply) => {
    const { host, 'content-length': bytes = 0 } = headers;
    if (!isOwnHost(host, port)) {
      const detail = `This is http://localhost:${port}. It does not answer for ${JSON.stringify(host ?? '')}.`;
      return answer(reply, problem(421, 'forbidden', 'Misdirected request', detail));
    }
    const unserved = methods.has(method) ? undefined : answerOf('MissingAuthenticationTokenException');
    const refused =
      unserved ?? (Number(bytes) > MOST_BYTES ? answerOf('RequestTooLargeException') : undefined);
    if (refused) return answer(reply, refused);
  });
}

function limit(app: FastifyInstance, most: number): void {
  let running = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    running -= 1;
    waiting.shift()?.();
  };
  app.addHook('onRequest', async (_request, reply) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    // Also comes when the client has gone.
    if (reply.raw.destroyed) leave();
    else reply.raw.once('close', leave);
  });
}
