import { beforeAll, describe, expect, it } from '@jest/globals';
import { announce, type CreatedImage, call } from '../system/client.ts';
import { type Person, person } from '../system/people.ts';
import { place } from '../system/place.ts';
import { description } from '../unit/openapi.ts';

describe('the service itself', () => {
  it('says that it is well to anyone', async () => {
    const { status, body, headers } = await call<{ status: string }>('GET', '/health');
    expect([status, body.status]).toEqual([200, 'ok']);
    expect(headers.get('access-control-allow-origin')).toBe(place().url);
  });

  it.each(['/', '/health', '/openapi.json', '/schemas/renditions.schema.json'])(
    'answers HEAD of %s as GET, without a body',
    async (path) => {
      const headers = { accept: 'application/json' };
      const [head, get] = await Promise.all([
        call('HEAD', path, { headers }),
        call('GET', path, { headers }),
      ]);
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['content-type', 'cache-control', 'vary']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    },
  );

  it('answers HEAD of what is somebody’s as GET, to them alone', async () => {
    const sender = await person('sender');
    const { id } = await announce(sender, { filename: 'a.png', contentType: 'image/png' });
    const other = await person('other');
    const statuses = async (method: string, as?: Person) => {
      const paths = [
        '',
        `/${id}`,
        `/${id}/events`,
        `/${id}/original`,
        `/${id}/workflow`,
        `/${id}/thumbnails/small`,
      ];
      const asking = as ? { as } : {};
      return Promise.all(paths.map(async (path) => (await call(method, `/images${path}`, asking)).status));
    };
    expect(await statuses('HEAD', sender)).toEqual([200, 200, 200, 404, 404, 404]);
    expect(await statuses('HEAD', other)).toEqual([200, 404, 404, 404, 404, 404]);
    expect(await statuses('HEAD')).toEqual([401, 401, 401, 401, 401, 404]);
  });

  it('describes itself, with the address it was asked at', async () => {
    const { status, body } = await call<{ openapi: string; servers: object[]; paths: object }>(
      'GET',
      '/openapi.json',
    );
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(body.servers).toEqual([{ url: place().url }]);
    expect(Object.keys(body.paths)).toEqual(Object.keys(description.paths));
  });

  it('serves its JSON Schemas to anyone, and has no others', async () => {
    const { status, body, headers } = await call<{ $id: string }>(
      'GET',
      '/schemas/review-policy.schema.json',
    );
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/schema+json',
      'public, max-age=3600',
    ]);
    expect(body.$id).toBe('urn:contactsheet:schema:review-policy');
    expect((await call('GET', '/schemas/other.schema.json')).status).toBe(404);
  });

  it.each([
    ['GET', '/nowhere'],
    ['DELETE', '/health'],
    ['PUT', '/images'],
  ])('knows no %s %s', async (method, path) => {
    const { status, headers } = await call(method, path);
    expect([403, 404, 405]).toContain(status);
    expect(headers.get('content-type')).toContain('json');
  });
});

describe('a request that is not as it should be', () => {
  const type = { 'content-type': 'application/json' };
  let sender: Person;
  let id: string;
  beforeAll(async () => {
    sender = await person('sender');
    ({ id } = await announce(sender, { filename: 'a.png', contentType: 'image/png' }));
  });
  const post = (body: string, headers: Record<string, string> = type) =>
    call('POST', '/images', { as: sender, body, headers });
  const valid = { filename: 'a.png', contentType: 'image/png' };
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

  it.each([
    ['half of JSON', '{"filename": "a.png"', 'malformed-body'],
    ['an empty body', '', 'malformed-body'],
    [
      'a field called __proto__',
      '{"filename":"a.png","contentType":"image/png","__proto__":{"admin":true}}',
      'invalid-input',
    ],
    [
      'one called so further down',
      '{"filename":{"__proto__":{}},"contentType":"image/png"}',
      'invalid-input',
    ],
    ['a list', '[]', 'invalid-input'],
    ['null', 'null', 'invalid-input'],
    ['20,000 lists in one another', `{"filename":${deep},"contentType":"image/png"}`, 'invalid-input'],
  ])('is a 400 for %s', async (_, body, code) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe(code);
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('is a 415 for %s', async (media) => {
    const { status, body } = await post(JSON.stringify(valid), { 'content-type': media });
    expect([status, body.code]).toEqual([415, 'unsupported-media-type']);
  });

  it('is a 413 beyond 64 KB', async () => {
    const { status, body } = await post(JSON.stringify({ ...valid, title: 'x'.repeat(65 * 1024) }));
    expect([status, body.code]).toEqual([413, 'body-too-large']);
  });

  it.each([
    ['the title', '{"filename":"a.png","contentType":"image/png","title":"\\ud800"}', 'title'],
    ['the file name', '{"filename":"a\\ud83d.png","contentType":"image/png"}', 'filename'],
    ['a reviewer', '{"filename":"a.png","contentType":"image/png","reviewers":["\\udfff"]}', 'reviewers.0'],
  ])('is a 400 for half a character in %s', async (_, body, field) => {
    const answer = await post(body);
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, field]);
  });

  it('is a 400 for half a character in another title', async () => {
    const { status, body } = await call('PATCH', `/images/${id}`, {
      as: sender,
      body: '{"title":"\\ud800"}',
    });
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'title']);
  });

  it('is a 400 where it is not UTF-8', async () => {
    const text = Buffer.from(JSON.stringify({ ...valid, title: 'Caf\u00e9' }), 'latin1');
    const { status, body } = await call('POST', '/images', { as: sender, body: new Uint8Array(text) });
    expect([status, body.code]).toEqual([400, 'malformed-body']);
  });

  it('is fine with a byte order mark', async () => {
    expect((await post(`\ufeff${JSON.stringify(valid)}`)).status).toBe(201);
  });

  it('is fine with a file name whose 200th character is a surrogate pair, and cuts the title before it', async () => {
    const filename = `${'a'.repeat(199)}😀.png`;
    const { status, body } = await call<CreatedImage>('POST', '/images', {
      as: sender,
      body: { ...valid, filename },
    });
    expect([status, body.filename]).toEqual([201, filename]);
    expect(body.title).toBe(`${'a'.repeat(199)}…`);
  });

  it('may name reviewers by any address that a browser takes', async () => {
    const at = (name: string) => `${name}@contactsheet.example`;
    const reviewers = ['r&d', 'a/b', 'ann=tag', "o'brien"].map(at);
    const { status, body } = await call<CreatedImage>('POST', '/images', {
      as: sender,
      body: { ...valid, reviewers },
    });
    expect([status, body.policy.reviewers]).toEqual([201, reviewers]);
  });

  it('is fine with a character set in its media type', async () => {
    const { status } = await post(JSON.stringify(valid), {
      'content-type': 'application/json; charset=utf-8',
    });
    expect(status).toBe(201);
  });

  it.each(['not-an-id', '01AAAAAAAAAAAAAAAAAAAAAAAA', '%20', '01m83qgag0ac918x3medd04vm8x'])(
    'is a 4xx for the id %s',
    async (wrong) => {
      const { status } = await call('GET', `/images/${wrong}`, { as: sender });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it('is told of a wrong body before anything is changed', async () => {
    const wrong = [
      {},
      { title: '' },
      { title: 'x'.repeat(201) },
      { title: 'Fine', status: 'approved' },
      '{"title":"Fine","__proto__":{"status":"approved"}}',
    ];
    for (const body of wrong) {
      const answer = await call('PATCH', `/images/${id}`, { as: sender, body });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-input']);
    }
  });
});
