import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicImage } from '#core/image';
import { announce, call, type Problem } from '../system/client.ts';
import { type Person, person } from '../system/people.ts';
import { rewrite } from '../system/records.ts';

interface Page {
  items: PublicImage[];
  nextCursor?: string;
}

const list = (as: Person, query = '') => call<Page & Problem>('GET', `/images${query}`, { as });

async function everyPage(as: Person, query: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const { body } = await list(as, `?${query}${cursor ? `&cursor=${cursor}` : ''}`);
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor);
  return { ids, pages };
}

describe('the list of pictures', () => {
  let sender: Person;
  let other: Person;
  const mine: string[] = [];
  const theirs: string[] = [];

  beforeAll(async () => {
    [sender, other] = await Promise.all([person('sender'), person('other')]);
    const file = { filename: 'a.png', contentType: 'image/png' };
    for (let count = 0; count < 7; count += 1) {
      mine.unshift((await announce(sender, file)).id);
      if (count < 2) theirs.unshift((await announce(other, file)).id);
    }
  });

  it('shows contributors theirs, the newest first', async () => {
    expect((await list(sender)).body.items.map(({ id }) => id)).toEqual(mine);
    expect((await list(other)).body.items.map(({ id }) => id)).toEqual(theirs);
  });

  it('comes in pages that miss none and repeat none', async () => {
    for (const limit of [1, 2, 3, 7, 100]) {
      const { ids, pages } = await everyPage(sender, `limit=${limit}`);
      expect(ids).toEqual(mine);
      expect(pages).toBe(Math.ceil(7 / limit));
    }
  });

  it('of one status holds only those, in pages too', async () => {
    expect((await everyPage(sender, 'status=awaiting-upload&limit=3')).ids).toEqual(mine);
    expect((await list(sender, '?status=approved')).body).toEqual({ items: [] });
  });

  it.each(['reviewers', 'operators'] as const)('shows %s everybody’s', async (group) => {
    const member = await person('member', group);
    for (const query of ['limit=100', 'status=awaiting-upload&limit=100']) {
      const { ids } = await everyPage(member, query);
      expect(ids).toEqual(expect.arrayContaining([...mine, ...theirs]));
      expect(ids).toEqual([...ids].sort().reverse());
    }
  });

  it('shows a contributor nobody else’s with another’s cursor', async () => {
    const { body } = await list(sender, `?cursor=${theirs[0]}`);
    for (const { createdBy } of body.items) expect(createdBy).toBe(sender.email);
  });

  it('loses none where records are so long that the table answers in several pages', async () => {
    const prolific = await person('prolific');
    const ids: string[] = [];
    // The table ends a page at 1 MB, and keeps items of up to 400 KB.
    for (let count = 0; count < 5; count += 1) {
      const { id } = await announce(prolific, { filename: 'a.png', contentType: 'image/png' });
      await rewrite(id, { title: 'x'.repeat(300_000) });
      ids.unshift(id);
    }
    for (const query of ['limit=100', 'limit=2', 'limit=100&status=awaiting-upload']) {
      expect((await everyPage(prolific, query)).ids).toEqual(ids);
    }
    expect((await list(prolific, '?limit=100')).body.items).toHaveLength(5);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=ten',
    'limit=1.5',
    'cursor=nonsense',
    'cursor=01AAAAAAAAAAAAAAAAAAAAAAAA',
    'status=lost',
    'limit=5&limit=6',
    'owner=somebody',
  ])('is refused with 400 for ?%s', async (query) => {
    const { status, body } = await list(sender, `?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid-input']);
    expect(body.errors?.length).toBe(1);
  });
});
