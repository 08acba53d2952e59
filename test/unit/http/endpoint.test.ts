import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod';
import { AlreadyDecided, InvalidLink, NotFound } from '#core/errors';
import { json, redirect } from '#http/answer';
import { behindLink, type EndpointOptions, endpoint, signedIn } from '#http/endpoint';
import type { Shapes } from '#http/request';
import { leniently, linkPath } from '../../../src/functions/shapes.ts';

const env = { CONSOLE_ORIGIN: 'https://console.example', PUBLIC_BASE_URL: '' };
const lines: string[] = [];
const logger = new Logger();
for (const level of ['info', 'error'] as const) {
  jest.spyOn(logger, level).mockImplementation((...line) => void lines.push(JSON.stringify(line)));
}
const options = <S extends Shapes>(shapes: S): EndpointOptions<S> => ({ env, logger, shapes });

function event(name: string, more: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  return { ...JSON.parse(readFileSync(`events/${name}.json`, 'utf8')), ...more };
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

async function call(handler: unknown, sent: APIGatewayProxyEvent) {
  const answer = await (handler as Handler)(sent, { getRemainingTimeInMillis: () => 1000 } as Context);
  return { ...answer, json: answer.body ? JSON.parse(answer.body) : undefined };
}

const body = z.strictObject({ title: z.string().max(10) });
const titled = endpoint(options({ body }), async ({ body: { title } }) =>
  json(200, z.object({ title: z.string() }), { title }),
);
const send = (text: string, type = 'application/json') =>
  call(titled, event('create-image', { body: text, headers: { 'Content-Type': type } }));

describe('a body', () => {
  test('is parsed by its schema', async () => {
    expect(await send('{"title":"Cup"}')).toMatchObject({ statusCode: 200, json: { title: 'Cup' } });
  });

  test('of another media type is 415, whatever the letters’ case of the header', async () => {
    expect(await send('title=Cup', 'text/plain')).toMatchObject({
      statusCode: 415,
      json: { code: 'unsupported-media-type' },
    });
    expect((await send('{"title":"Cup"}', 'Application/JSON; charset=utf-8')).statusCode).toBe(200);
  });

  test('that is not JSON, names __proto__ or nests without end is 400', async () => {
    for (const text of [
      '{',
      '',
      '{"__proto__":{"admin":true},"title":"a"}',
      '['.repeat(30_000),
      'null',
      '7',
    ]) {
      expect((await send(text)).statusCode).toBe(400);
    }
  });

  test('with a field that nobody asked for, or one too long, is 400 and says which', async () => {
    const { json } = await send('{"title":"far too long a title","owner":"me"}');
    expect(json.errors.map((one: { field: string }) => one.field).sort()).toEqual(['', 'title']);
  });

  test('of more than 64 KB is 413', async () => {
    expect(await send(JSON.stringify({ title: 'x'.repeat(70_000) }))).toMatchObject({ statusCode: 413 });
  });

  test('that the gateway encoded is decoded', async () => {
    const encoded = Buffer.from('{"title":"Cup"}').toString('base64');
    const sent = event('create-image', {
      body: encoded,
      isBase64Encoded: true,
      headers: { 'content-type': 'application/json' },
    });
    expect((await call(titled, sent)).json).toEqual({ title: 'Cup' });
  });
});

describe('a form or a query', () => {
  const form = endpoint(
    options({
      body: z.strictObject({ decision: z.string() }),
      accepts: ['application/x-www-form-urlencoded'],
    }),
    async (request) => json(200, z.looseObject({}), request.body),
  );

  test('that gives a field twice is 400', async () => {
    const sent = event('answer-review', { body: 'decision=approve&decision=reject' });
    expect(await call(form, sent)).toMatchObject({
      statusCode: 400,
      json: { errors: [{ field: 'decision', code: 'duplicate' }] },
    });
  });

  test('may not repeat a parameter', async () => {
    const list = endpoint(options({ query: z.strictObject({ limit: z.string().optional() }) }), async () =>
      redirect('/'),
    );
    const sent = event('list-images', { multiValueQueryStringParameters: { limit: ['1', '2'] } });
    expect((await call(list, sent)).statusCode).toBe(400);
    expect(
      (await call(list, event('list-images', { multiValueQueryStringParameters: null as never }))).statusCode,
    ).toBe(302);
  });
});

// RFC 9110, 12.4.2 and 12.5.1: the quality values decide, and a more exact range counts over a wider one.
describe('a client', () => {
  const asked = endpoint(options({}), async ({ wantsJson }) =>
    json(200, z.object({ wantsJson: z.boolean() }), { wantsJson }),
  );
  const wants = async (headers: Record<string, string>) =>
    (await call(asked, event('show-review', { headers }))).json.wantsJson;

  test.each([
    ['text/html;q=0.5, application/json', true],
    ['application/json, text/html;q=0.9, */*;q=0.1', true],
    ['application/problem+json, text/html;q=0.5', true],
    ['text/html;q=0, */*', true],
    ['application/json;q=0.5, text/html', false],
    ['application/json;q=0, */*', false],
    ['text/html, application/xhtml+xml, */*;q=0.8', false],
  ])('that accepts "%s" wants JSON: %s', async (accept, expected) => {
    expect(await wants({ Accept: accept })).toBe(expected);
  });

  test('that sends JSON and accepts anything reads JSON, and one that sends a form reads a page', async () => {
    for (const accept of [{}, { accept: '*/*' }]) {
      expect(await wants({ ...accept, 'content-type': 'application/json' })).toBe(true);
      expect(await wants({ ...accept, 'content-type': 'application/x-www-form-urlencoded' })).toBe(false);
    }
  });
});

describe('a page behind a link', () => {
  const query = z.object({ choice: leniently(['approve', 'reject']) });
  const follow = async (link: string) => {
    if (!link.startsWith('r1.')) throw new InvalidLink();
    return { title: 'Cup' };
  };
  const open = behindLink(options({ path: linkPath, query }), follow, async ({ link, found, query }) =>
    json(200, z.looseObject({}), { link, ...found, ...query }),
  );
  const { link } = event('show-review').pathParameters as { link: string };
  const look = (multiValueQueryStringParameters: Record<string, string[]>, sent = link) =>
    call(open, event('show-review', { pathParameters: { link: sent }, multiValueQueryStringParameters }));

  test.each([
    'approve',
    'Approve',
    'APPROVE',
    'approve.',
    ' approve',
    'approve%20',
    '"approve"',
    'approve&utm_source=x',
  ])('knows the choice "%s"', async (choice) => {
    expect((await look({ choice: [choice] })).json.choice).toBe('approve');
  });

  test.each(['', '.', 'approved', 'maybe', 'a p p r o v e'])(
    'takes the choice "%s" for none',
    async (choice) => {
      expect(await look({ choice: [choice] })).toMatchObject({ statusCode: 200, json: { link } });
      expect((await look({ choice: [choice] })).json.choice).toBeUndefined();
    },
  );

  test('lets others add parameters, also more than once', async () => {
    expect((await look({ fbclid: ['1', '2'], utm_source: ['mail'], '': [''] })).statusCode).toBe(200);
  });

  test('finds the link in what a mail program made of it', async () => {
    for (const sent of [`${link}.`, `${link}>`, `${link})`, `${link}&utm_source=${'x'.repeat(300)}`]) {
      expect(await look({}, sent)).toMatchObject({ statusCode: 200, json: { link } });
    }
  });

  test('is not found behind a wrong link, whatever else was sent, and no body is read', async () => {
    const answer = behindLink(options({ path: linkPath, body }), follow, async () =>
      json(200, z.object({}), {}),
    );
    const many = Array.from({ length: 9000 }, (_, at) => `${at}=1`).join('&');
    for (const sent of ['{', many, '{"title":"Cup"}', 'x'.repeat(70_000)]) {
      const { statusCode, json } = await call(
        answer,
        event('answer-review', { pathParameters: { link: 'x' }, body: sent }),
      );
      expect([statusCode, json.code]).toEqual([403, 'invalid-link']);
    }
  });

  test('is found as well where its form is sent to what was opened', async () => {
    const answer = behindLink(
      options({ path: linkPath, body }),
      async (sent) => sent,
      async ({ found }) => json(200, z.object({ found: z.string() }), { found }),
    );
    const sent = { body: '{"title":"Cup"}', headers: { 'content-type': 'application/json' } };
    const { json: told } = await call(
      answer,
      event('answer-review', { ...sent, pathParameters: { link: `${link}.` } }),
    );
    expect(told.found).toBe(link);
  });
});

describe('who signed in', () => {
  const who = signedIn(options({}), async ({ caller }) => json(200, z.looseObject({}), { ...caller }));
  const as = (claims: Record<string, string>) =>
    call(
      who,
      event('get-image', {
        requestContext: { ...event('get-image').requestContext, authorizer: { claims } },
      }),
    );

  test.each([
    'reviewers,operators',
    '[reviewers operators]',
    'reviewers operators',
    '["reviewers","operators"]',
  ])('is in the groups written as %s', async (groups) => {
    const { json } = await as({ sub: 'a', email: 'A@contactsheet.example', 'cognito:groups': groups });
    expect(json).toEqual({ sub: 'a', email: 'a@contactsheet.example', groups: ['reviewers', 'operators'] });
  });

  test.each(['access', 'refresh', ''])(
    'is nobody with a token whose use is "%s": that is 401',
    async (token_use) => {
      const { statusCode, json } = await as({ sub: 'a', email: 'a@contactsheet.example', token_use });
      expect([statusCode, json.code]).toEqual([401, 'unauthorized']);
    },
  );

  test.each(['r&d@example.com', 'a/b@example.com', 'ann=tag@example.com', 'ann@example.xn--p1ai'])(
    'may have the address %s',
    async (email) => {
      expect((await as({ sub: 'a', email, token_use: 'id' })).json.email).toBe(email);
    },
  );

  test('is in no group when the token names none', async () => {
    expect((await as({ sub: 'a', email: 'a@contactsheet.example' })).json.groups).toEqual([]);
  });
});

describe('an answer', () => {
  test('to HEAD is the one to GET without its body, also where that is a problem', async () => {
    const healthy = endpoint(options({}), async () => json(200, z.object({ ok: z.boolean() }), { ok: true }));
    const missing = endpoint(options({}), async () => {
      throw new NotFound('There is no such picture.');
    });
    for (const handler of [healthy, missing]) {
      const { json: told, ...got } = await call(handler, event('get-image', { httpMethod: 'GET' }));
      expect(told).toBeDefined();
      const head = await call(handler, event('get-image', { httpMethod: 'HEAD' }));
      expect(head).toEqual({ ...got, body: '', json: undefined });
    }
  });

  test('holds no field that its schema does not name', async () => {
    const leaky = endpoint(options({}), async () =>
      json(200, z.object({ id: z.string() }), { id: 'a', token: 'secret' } as never),
    );
    expect((await call(leaky, event('get-health'))).json).toEqual({ id: 'a' });
  });

  test('lets the console read it and nobody keep or embed it', async () => {
    const { headers } = await send('{"title":"Cup"}');
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://console.example',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('an error', () => {
  const failing = (error: Error) => endpoint(options({}), async () => Promise.reject(error));

  test('of ours becomes problem+json with its code and what else it says', async () => {
    const answer = await call(
      failing(new AlreadyDecided('Rita did.', { decision: 'reject' })),
      event('decide-image'),
    );
    expect(answer).toMatchObject({
      statusCode: 409,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(answer.json).toMatchObject({
      status: 409,
      code: 'already-decided',
      detail: 'Rita did.',
      decision: 'reject',
    });
  });

  test('of a throttled service is 503 and says when to come back', async () => {
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    expect(await call(failing(throttled), event('get-image'))).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '2' },
    });
  });

  test('that nobody meant says nothing of its cause, in the answer or in the log', async () => {
    lines.length = 0;
    const { json } = await call(
      failing(new Error('token abc of rita@contactsheet.example')),
      event('get-image'),
    );
    expect(json).toEqual({
      type: 'urn:contactsheet:problem:internal-error',
      title: 'Internal error',
      status: 500,
      code: 'internal-error',
      detail: 'Something went wrong on our side.',
    });
    expect(lines.join()).not.toMatch(/abc|rita/);
    expect(lines.join()).toContain('endpoint.test.ts');
  });

  test('and every request are logged by route, never by path: a link is a right', async () => {
    lines.length = 0;
    await call(failing(new Error('x')), event('show-review'));
    expect(lines.join()).toContain('/reviews/{link}');
    expect(lines.join()).not.toContain(event('show-review').pathParameters?.['link']);
  });
});
