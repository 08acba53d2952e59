import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { parse } from 'yaml';
import { type Front, openFront } from '../../../local/front.ts';
import { root } from '../../../local/settings.ts';

const portOf = (address: string) => Number(new URL(address).port);

async function freePort(): Promise<number> {
  const app = fastify();
  const port = portOf(await app.listen({ port: 0, host: '127.0.0.1' }));
  await app.close();
  return port;
}

interface Raw {
  status: number | undefined;
  type: string | undefined;
  body: string;
}

// fetch resolves dots before it sends, and names the host by itself; a scanner does not.
function raw(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request({ port, path, method, host: '127.0.0.1', headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      const { statusCode: status, headers } = answer;
      resolve({ status, type: headers['content-type'], body: Buffer.concat(parts).toString() });
    })
      .on('error', reject)
      .end();
  });
}

async function problemCodes(): Promise<string[]> {
  const { components } = parse(await readFile(join(root, 'openapi.yaml'), 'utf8'));
  return components.schemas.ProblemCode.enum;
}

describe('the address in front of the API', () => {
  let aws: FastifyInstance;
  let front: Front;
  let api: string | undefined = 'first';
  let home: string;

  beforeEach(async () => {
    aws = fastify({ bodyLimit: 20_000_000 });
    aws.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    aws.get('/restapis/first/v1/_user_request_/moved', (_request, reply) => reply.redirect('/v1/there', 302));
    aws.get('/restapis/first/v1/_user_request_/closed', (_request, reply) =>
      reply.code(401).header('x-amzn-errortype', 'UnauthorizedException').send({ message: 'Unauthorized' }),
    );
    aws.all('/*', (req, reply) =>
      reply.header('x-method', req.method).send({
        url: req.raw.url,
        host: req.headers.host,
        authorization: req.headers.authorization,
        bytes: Buffer.isBuffer(req.body) ? req.body.length : 0,
      }),
    );
    const awsPort = portOf(await aws.listen({ port: 0, host: '127.0.0.1' }));
    home = await mkdtemp(join(tmpdir(), 'contactsheet-front-'));
    front = await openFront({ port: await freePort(), awsPort, home }, () => api);
  });
  afterEach(async () => {
    await front.close();
    await aws.close();
    await rm(home, { recursive: true, force: true });
  });

  test("hands requests on to the API's stage, host and headers as they came", async () => {
    api = 'second';
    const answer = await fetch(`${front.url}/images?limit=1&limit=2`, {
      headers: { authorization: 'Bearer x' },
    });
    api = 'first';
    expect(await answer.json()).toEqual({
      url: '/restapis/second/v1/_user_request_/images?limit=1&limit=2',
      host: new URL(front.url).host,
      authorization: 'Bearer x',
      bytes: 0,
    });
  });

  test("hands on the root, which is the console's", async () => {
    expect(await (await fetch(front.url)).json()).toMatchObject({
      url: '/restapis/first/v1/_user_request_/',
    });
  });

  test('hands on HEAD, bodies and redirects', async () => {
    const head = await fetch(`${front.url}/health`, { method: 'HEAD' });
    expect(head.headers.get('x-method')).toBe('HEAD');
    const body = new Uint8Array(9_000_000);
    const post = await fetch(`${front.url}/images`, { method: 'POST', body });
    expect(await post.json()).toMatchObject({ bytes: body.length });
    const moved = await fetch(`${front.url}/moved`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/v1/there']);
  });

  test('tells who sends a large body to go on, and hands it on', async () => {
    const body = Buffer.alloc(2_000_000, 'x');
    const { continued, text } = await new Promise<{ continued: boolean; text: string }>((resolve, reject) => {
      let continued = false;
      const headers = { expect: '100-continue', 'content-length': body.length };
      const sent = request(`${front.url}/images`, { method: 'POST', headers }, async (answer) => {
        resolve({ continued, text: String(Buffer.concat(await answer.toArray())) });
      });
      sent.on('error', reject).on('continue', () => {
        continued = true;
        sent.end(body);
      });
      sent.flushHeaders();
    });
    expect([continued, JSON.parse(text).bytes]).toEqual([true, body.length]);
  });

  test('words what the gateway itself refuses as the template does', async () => {
    const refused = await fetch(`${front.url}/closed`);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test('shows the mails that were sent, each as it would look, and lets them do nothing but be read', async () => {
    const mail = {
      number: 3,
      to: ['rita@contactsheet.example'],
      from: 'pictures@contactsheet.example',
      subject: '1 picture <b>to review</b>',
      text: 'Plain words.',
      html: '<html><head><title>x</title></head><body><a href="/reviews/r1">Approve</a></body></html>',
      sentAt: '2026-11-21T10:00:00.000Z',
      messageId: 'm3',
    };
    await mkdir(join(home, 'mail'));
    await writeFile(join(home, 'mail', 'one.json'), JSON.stringify(mail));
    const get = async (path: string) => {
      const answer = await fetch(`${front.url}${path}`);
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    };
    const all = await get('/mailbox');
    expect(all.text).toContain('href="/mailbox/3"');
    expect(all.text).not.toContain('<b>to review');
    expect((await get('/mailbox/3')).text).toContain('src="/mailbox/3/html"');
    const html = await get('/mailbox/3/html');
    expect(html.text).toContain('<base target="_top">');
    expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect((await get('/mailbox/3/text')).text).toBe('Plain words.');
    expect((await get('/mailbox/4')).status).toBe(404);
  });

  test('serves many at once, each in its turn', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(`${front.url}/health`)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    await Promise.all(answers.map((answer) => answer.text()));
  });

  test.each(['/../../../../_ministack/reset', '/%2e%2e/%2e%2e/x'])(
    'does not let %s out of the stage, and says so with a code that the API describes',
    async (path) => {
      const { status, type, body } = await raw(portOf(front.url), path);
      expect([status, type]).toEqual([400, 'application/problem+json']);
      expect(await problemCodes()).toContain(JSON.parse(body).code);
    },
  );

  test.each(['QUERY', 'PROPFIND'])(
    'answers %s as the gateway does a method that it has no route for',
    async (method) => {
      const { status, body } = await raw(portOf(front.url), '/images', {}, method);
      expect([status, JSON.parse(body).code]).toEqual([404, 'no-such-route']);
    },
  );

  test('answers a body beyond the gateway’s limit as the template does', async () => {
    const { status, body } = await raw(
      portOf(front.url),
      '/images',
      { 'content-length': '11000000' },
      'POST',
    );
    expect([status, JSON.parse(body).code]).toEqual([413, 'body-too-large']);
  });

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('answers for %s at its port', async (name) => {
    const port = portOf(front.url);
    expect((await raw(port, '/health', { host: `${name}:${port}` })).status).toBe(200);
  });

  // DNS rebinding: a foreign page's name is pointed to 127.0.0.1, and its page asks as if of its own server.
  test.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example:PORT',
    'localhost',
    'localhost:1',
    '127.0.0.1.evil.example:PORT',
  ])('answers nothing for the host “%s”, and says what it answers for', async (name) => {
    const port = portOf(front.url);
    await mkdir(join(home, 'mail'), { recursive: true });
    for (const path of ['/mailbox', '/images', '/', '/mailbox/1/html']) {
      const { status, type, body } = await raw(port, path, { host: name.replace('PORT', String(port)) });
      expect([status, type]).toEqual([421, 'application/problem+json']);
      expect(JSON.parse(body).detail).toContain(front.url);
      expect(await problemCodes()).toContain(JSON.parse(body).code);
    }
  });

  test('answers 503 and when to ask again while a changed template is deployed, and the mailbox goes on', async () => {
    api = undefined;
    const answer = await fetch(`${front.url}/images`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'busy' });
    expect((await fetch(`${front.url}/mailbox`)).status).toBe(200);
    api = 'first';
    expect((await fetch(`${front.url}/health`)).status).toBe(200);
  });

  test('answers with a problem where the local AWS does not', async () => {
    await aws.close();
    const answer = await fetch(`${front.url}/health`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await problemCodes()).toContain((await answer.json()).code);
  });
});
