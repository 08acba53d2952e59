import { availableParallelism } from 'node:os';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance } from 'fastify';
import { gatewayAnswers } from './gateway.ts';
import { addMailbox } from './mailboxPages.ts';
import { root, type Settings } from './settings.ts';

/** How many requests are handed on at once; the others wait their turn, as each takes a Node process. */
const AT_ONCE = Math.min(32, Math.max(8, availableParallelism() * 4));
const STAGE = 'v1';
/** API Gateway's own limit. */
const MOST_BYTES = 10 * 1024 * 1024;
const PLACE_OF_ID = 'API-ID';

/** The one address in front of the API. */
export interface Front {
  url: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and hands every request on to the API's stage.
 * @param apiId asked for each request, as a deploy may replace the API
 */
export async function openFront(
  { port, awsPort, home }: Pick<Settings, 'port' | 'awsPort' | 'home'>,
  apiId: () => string,
): Promise<Front> {
  const answerOf = await gatewayAnswers(root);
  const app = fastify({ bodyLimit: MOST_BYTES, forceCloseConnections: true });
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
      rewriteRequestHeaders: ({ headers: { host } }, headers) => ({
        ...headers,
        host: host ?? `localhost:${port}`,
      }),
      onResponse: (_request, reply, { stream }) => {
        const own = answerOf(String(reply.getHeader('x-amzn-errortype') ?? ''));
        if (!own) return reply.send(stream);
        stream.resume();
        return (
          reply
            .removeHeader('content-length')
            .code(own.status)
            .type('application/problem+json')
            // A string would be given a charset, which this media type has none of.
            .send(Buffer.from(own.body))
        );
      },
    },
    handler: (_request, reply, destination, options) =>
      reply.from(destination.replace(PLACE_OF_ID, apiId()), options),
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 502;
    const detail = status === 502 ? `The local AWS does not answer: ${error.message}` : error.message;
    return reply
      .code(status)
      .type('application/problem+json')
      .send({ title: 'Not answered', status, code: 'local-front', detail });
  });
  await app.listen({ port, host: '127.0.0.1' });
  return { url: `http://localhost:${port}`, close: () => app.close() };
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
