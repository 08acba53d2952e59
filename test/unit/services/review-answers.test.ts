import { describe, expect, it, jest } from '@jest/globals';
import { showImage } from '#core/image';
import { linkFor, linkReader } from '#services/links';
import { reviewAnswers } from '#services/review-answers';
import { inReview, NOW } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const decision = {
  by: 'sam@contactsheet.example',
  decision: 'approve' as const,
  at: NOW.toISOString(),
  comment: 'Nice.',
};

describe('a link of an earlier round', () => {
  const keys = async (): Promise<[string]> => ['key'];
  const link = linkFor(inReview(), rita, 'key') ?? '';
  const now = inReview({ round: 2, decisions: [decision], outcome: 'approved' });
  const nextOf = jest.fn(async () => ({ link: 'r1.next', title: 'Another', left: 3 }));
  const { asJson, asPage } = reviewAnswers({
    show: (record) => showImage(record, ({ name }) => `https://pictures.example/${name}`),
    nextOf,
    picturesOrigin: 'https://pictures.example',
    now: () => NOW,
  });
  const follow = linkReader({ images: memoryImages(now), keys, now: () => NOW });

  it('tells a program the title and that it is over, and nothing else', async () => {
    const { statusCode, body } = await asJson(410, await follow(link), 'https://api.example');
    expect([statusCode, JSON.parse(body)]).toEqual([410, { title: 'Coffee', state: 'expired' }]);
  });

  it('tells a person no more, and leads to no other picture', async () => {
    const { body } = await asPage(410, await follow(link), link, {});
    expect(body).toContain('Coffee');
    expect(body).toContain('earlier round');
    expect(body).not.toMatch(/<img|contactsheet\.example|Nice|r1\.next|pictures\.example/);
    expect(nextOf).not.toHaveBeenCalled();
  });
});
