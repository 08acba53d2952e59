import { describe, expect, test } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import { linkFor, linkReader } from '#services/links';
import { nextPicture } from '#services/next-picture';
import { reviewAnswers } from '#services/review-answers';
import { ID, inReview, minutesLater, NOW } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const keys = async (): Promise<[string]> => ['key'];
const picture = (at: number): ImageRecord => ({
  ...inReview(),
  id: `${ID.slice(0, 24)}${String(at).padStart(2, '0')}`,
});
const approved = inReview({
  outcome: 'approved',
  decisions: [{ by: rita, decision: 'approve', at: NOW.toISOString() }],
});

/** What waits for a reviewer, and how many records are read to say so. */
function house(...records: ImageRecord[]) {
  const kept = memoryImages(...records);
  const reads: string[] = [];
  const get = (id: string) => {
    reads.push(id);
    return kept.get(id);
  };
  const lists = { waiting: async () => ({ ids: records.map(({ id }) => id) }) };
  return { reads, nextOf: nextPicture({ images: { get }, lists, keys }) };
}

describe('the next picture', () => {
  test('is the newest that waits, and of fifty one is read', async () => {
    const { nextOf, reads } = house(...Array.from({ length: 50 }, (_, at) => picture(at)));
    expect(await nextOf(rita, picture(0).id)).toMatchObject({ title: 'Coffee', left: 49 });
    expect(reads).toEqual([picture(1).id]);
  });

  test('is another where the newest was decided a moment ago', async () => {
    const decided = { ...approved, id: picture(7).id };
    const { nextOf } = house(decided, picture(1), picture(2));
    expect((await nextOf(rita, ID))?.left).toBe(2);
    expect(await house(decided).nextOf(rita, ID)).toBeUndefined();
  });

  test.each([
    ['while the review could still be decided is offered', 71 * 60, true],
    ['is not, once its time is over: an old mail is no right to what waits today', 73 * 60, false],
  ])('behind a link that only shows %s', async (_, after, offered) => {
    const now = () => minutesLater(after);
    const { nextOf } = house(picture(1));
    const show = () => Promise.reject(new Error('nothing is shown as JSON'));
    const answers = reviewAnswers({ show, nextOf, picturesOrigin: 'https://pictures.example', now });
    const link = linkFor(approved, rita, 'key') ?? '';
    const found = await linkReader({ images: memoryImages(approved), keys, now })(link);
    const { body } = await answers.asPage(200, found, link, {});
    expect(body.includes('Next picture')).toBe(offered);
  });
});
