import { Logger } from '@aws-lambda-powertools/logger';
import { expect, jest, test } from '@jest/globals';
import * as z from 'zod';
import { waitingList } from '#services/desks';
import { ID, inReview } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const ids = ['a', 'b', 'c'].map((letter) => `${ID.slice(0, 25)}${letter}`);

test('a record that cannot be read is left out of a reviewer’s desk, and a table that does not answer is not', async () => {
  const images = memoryImages(...ids.map((id) => ({ ...inReview(), id })));
  const logger = new Logger();
  const said = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
  const failure: { of?: Error } = { of: new z.ZodError([]) };
  const get = async (id: string) => {
    if (failure.of && id === ids[1]) throw failure.of;
    return images.get(id);
  };
  const lists = { waiting: async () => ({ ids }) };
  const list = waitingList({ images: { get }, lists, logger });
  expect((await list(rita, 10)).items.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(said).toHaveBeenCalledWith('a record could not be read', expect.objectContaining({ id: ids[1] }));
  failure.of = new Error('throttled');
  await expect(list(rita, 10)).rejects.toThrow('throttled');
});
