import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { send } from '../system/client.ts';
import { person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { place } from '../system/place.ts';
import { record } from '../system/records.ts';

interface Answer {
  status: number | undefined;
  allowed: string | undefined;
  text: string;
}

/** Asks as a browser does for a page: fetch would name the host by itself. */
function ask(address: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(address);
  const options = { host: '127.0.0.1', port, method, path: pathname + search };
  return new Promise((resolve, reject) => {
    request({ ...options, headers: { host: `${hostname}:${port}`, ...headers } }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      resolve({
        status: answer.statusCode,
        allowed: answer.headers['access-control-allow-origin'],
        text: Buffer.concat(parts).toString(),
      });
    })
      .on('error', reject)
      .end();
  });
}

const mails = () => `${place().endpoint}/_ministack/ses/messages`;
const foreign = 'http://evil.example';

describe('a page of another site that is open in the same browser', () => {
  it.each(['http://evil.example', 'null', 'http://localhost:1', 'https://localhost.evil.example'])(
    'of the origin %s reads nothing from the local AWS',
    async (origin) => {
      const mailbox = await ask(mails(), { origin });
      expect([mailbox.status, mailbox.allowed]).toEqual([403, undefined]);
      const preflight = await ask(
        `${place().endpoint}/`,
        { origin, 'access-control-request-method': 'POST' },
        'OPTIONS',
      );
      expect([preflight.status, preflight.allowed]).toEqual([403, undefined]);
    },
  );

  it('does not empty the local AWS, which needs no preflight', async () => {
    const { id } = await send(await person('sender'), await small());
    const reset = await ask(`${place().endpoint}/_ministack/reset`, { origin: foreign }, 'POST');
    expect(reset.status).toBe(403);
    expect(reset.text).toContain(foreign);
    expect(await record(id)).toBeDefined();
  });

  it('has nothing done by an address that a browser fetches as a picture or a script', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    for (const path of ['/?Action=DeleteStack&StackName=x', '/_ministack/ses/messages', '/_ministack/reset'])
      expect((await ask(`${place().endpoint}${path}`, headers)).status).toBe(403);
  });

  it.each(['evil.example', 'evil.example:PORT', 'localhost.evil.example:PORT', '127.0.0.1.evil.example'])(
    'reads nothing by a name of its own that leads here, such as %s',
    async (name) => {
      for (const address of [mails(), `${place().url}/mailbox`, `${place().url}/health`]) {
        const host = name.replace('PORT', new URL(address).port);
        expect((await ask(address, { host })).status).toBe(421);
      }
    },
  );
});

describe('the console’s own pages', () => {
  it('read the local AWS, and are named as the only ones that may', async () => {
    for (const origin of [new URL(place().url).origin, new URL(place().endpoint).origin]) {
      expect((await ask(mails(), { origin })).status).toBe(200);
      const headers = { origin, 'access-control-request-method': 'POST' };
      const { status, allowed } = await ask(`${place().endpoint}/oauth2/token`, headers, 'OPTIONS');
      expect([status, allowed]).toEqual([200, origin]);
    }
    expect(await ask(`${place().endpoint}/oauth2/token`, {}, 'OPTIONS')).toMatchObject({
      allowed: undefined,
    });
  });

  it('are reached by each name of this machine', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]'])
      for (const address of [mails(), `${place().url}/health`])
        expect((await ask(address, { host: `${name}:${new URL(address).port}` })).status).toBe(200);
  });
});
