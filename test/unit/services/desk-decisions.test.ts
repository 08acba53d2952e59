import { describe, expect, test } from '@jest/globals';
import { NotFound } from '#core/errors';
import { deskDecisions, deskResults } from '#services/desk-decisions';
import { ID, inReview } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const throttled = () => Promise.reject(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
const idOf = (at: number) => `${ID.slice(0, 25)}${at}`;
const wanted = [0, 1, 2].map((at) => ({ id: idOf(at), decision: 'approve' as const }));

describe('decisions on several pictures', () => {
  test('are told one by one, though the table is throttled for one of them and for its title as well', async () => {
    const kept = memoryImages(...wanted.map(({ id }) => ({ ...inReview(), id })));
    const errors: unknown[] = [];
    const decideAll = deskDecisions(
      async ({ id }) => (id === idOf(1) ? throttled() : { ...inReview(), id }),
      (error) => errors.push(error),
    );
    const decided = await decideAll(rita, wanted);
    const get = (id: string) => (id === idOf(1) ? throttled() : kept.get(id));
    expect(await deskResults({ get })(rita, decided, wanted)).toEqual([
      { id: idOf(0), title: 'Coffee', done: 'approved' },
      { id: idOf(1), title: '', problem: expect.stringContaining('busy') },
      { id: idOf(2), title: 'Coffee', done: 'approved' },
    ]);
    expect(errors).toHaveLength(1);
  });

  test('say the title of what this reviewer was asked about, and of nothing else', async () => {
    const decided = await deskDecisions(
      () => Promise.reject(new NotFound('There is no such picture.')),
      () => undefined,
    )(rita, wanted);
    const theirs = { ...inReview({ reviewers: ['sam@contactsheet.example'] }), id: idOf(0) };
    const labelled = { ...inReview({ reviewers: ['rita+pics@contactsheet.example'] }), id: idOf(2) };
    const results = deskResults(memoryImages(theirs, { ...inReview(), id: idOf(1) }, labelled));
    const titles = (await results(rita, decided, wanted)).map(({ title }) => title);
    expect(titles).toEqual(['', 'Coffee', 'Coffee']);
  });
});
