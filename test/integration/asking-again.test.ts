import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { announce, call } from '../system/client.ts';
import { type Person, person } from '../system/people.ts';
import { place } from '../system/place.ts';

describe('who asks again with the tag of the last answer', () => {
  let sender: Person;
  let id: string;
  beforeAll(async () => {
    sender = await person('sender');
    id = (await announce(sender, { filename: 'a.png', contentType: 'image/png' })).id;
  });

  const ask = (path: string, tag?: string) =>
    call<PublicImage>('GET', path, {
      as: sender,
      headers: tag === undefined ? {} : { 'if-none-match': tag },
    });

  it.each(['the picture', 'the list'])(
    'gets 304 and no body as long as %s is the same, and the new one after that',
    async (what) => {
      const path = what === 'the list' ? '/images?limit=5' : `/images/${id}`;
      const first = await ask(path);
      const tag = first.headers.get('etag') ?? '';
      expect([first.status, tag]).toEqual([200, expect.stringMatching(/^W\/"[\w-]{27}"$/)]);
      const same = await ask(path, tag);
      expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', tag]);

      await call('PATCH', `/images/${id}`, { as: sender, body: { title: `new in ${what}` } });
      const changed = await ask(path, tag);
      expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
      expect(changed.text).toContain(`new in ${what}`);
    },
  );

  it('gets a list that another picture came into', async () => {
    const tag = (await ask('/images')).headers.get('etag') ?? '';
    await announce(sender, { filename: 'b.png', contentType: 'image/png' });
    expect((await ask('/images', tag)).status).toBe(200);
    expect((await ask('/images?status=processing', tag)).status).toBe(200);
  });

  it('gets nothing of a picture that is not theirs, whatever the tag', async () => {
    const other = await person('other');
    const answer = await call('GET', `/images/${id}`, { as: other, headers: { 'if-none-match': '*' } });
    expect(answer.status).toBe(404);
  });
});

describe('the address of the API', () => {
  it('tells programs what is there', async () => {
    const { status, body } = await call<{ name: string; links: Record<string, string> }>('GET', '/');
    expect([status, body.name]).toEqual([200, 'Contactsheet']);
    for (const link of Object.values(body.links)) expect(link).toMatch(new RegExp(`^${place().url}/`));
  });

  it('shows browsers the console, whose files are kept for a year', async () => {
    const page = await call('GET', '/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(page.text).toContain(`<base href="${place().url}/"/>`);
    const tag = page.headers.get('etag') ?? '';
    const again = await call('GET', '/', { headers: { accept: 'text/html', 'if-none-match': tag } });
    expect([again.status, again.text]).toEqual([304, '']);

    const files = [...page.text.matchAll(/(?:href|src)="(console\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(2);
    for (const file of files) {
      const { status, headers, text } = await call('GET', `/${file}`);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(text.length).toBeGreaterThan(1000);
    }
  });

  it('knows no other files', async () => {
    expect((await call('GET', '/console/main-00000000.js')).body).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    expect((await call('GET', '/console/a%20b')).status).toBe(400);
  });
});
