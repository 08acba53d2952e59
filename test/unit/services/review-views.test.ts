import { describe, expect, test } from '@jest/globals';
import type { Review } from '#core/image';
import { viewOf } from '#services/review-views';
import { inReview, NOW } from '../core/images.ts';

const rita = 'rita@contactsheet.example';
const zoe = 'zoe@desk.example';
const editor = 'editor@contactsheet.example';
const reviewers = [rita, editor, zoe];
const escalatedAt = NOW.toISOString();

describe('the page of an open review', () => {
  test.each<[string, string, Partial<Review>, string | undefined]>([
    ['to an editor, after two days', editor, { escalatedAt }, 'P2D'],
    ['not where a mail came back', editor, { escalatedAt, unreachable: [rita] }, undefined],
    ['not to whom it was passed on', zoe, { escalatedAt, handovers: [] }, undefined],
    ['not before anybody was asked as well', editor, {}, undefined],
  ])('says that one is asked since it took long: %s', (_, reviewer, more, after) => {
    const record = inReview({ reviewers, ...more });
    const { review } = record;
    if (!review) throw new Error('there is no review');
    const found = { record, review, reviewer, over: false, state: 'open' as const };
    const view = viewOf(found, 'r1.link', {}, NOW);
    expect(view.state === 'open' && view.escalatedAfter).toBe(after);
  });
});

describe('the picture on the page', () => {
  const sizes = (...widths: number[]) =>
    widths.map((width) => ({
      name: width === 640 ? 'mail' : `w${width}`,
      width,
      height: width / 2,
      bytes: 1,
      contentType: 'image/webp' as const,
    }));
  const shown = (...widths: number[]) => {
    const record = { ...inReview(), thumbnails: sizes(...widths) };
    const { review } = record;
    if (!review) throw new Error('no review');
    const found = {
      record,
      review,
      reviewer: review.reviewers[0] ?? '',
      over: false,
      state: 'open',
    } as const;
    const view = viewOf(found, 'r1.link', {}, NOW);
    return 'thumbnail' in view ? view.thumbnail : undefined;
  };

  test('is the one of mails, and leads to the widest', () => {
    expect(shown(160, 1600, 640, 320)).toEqual({
      url: 'r1.link/thumbnail',
      width: 640,
      height: 320,
      larger: { url: 'r1.link/thumbnail?name=w1600', width: 1600, height: 800 },
    });
    expect(shown(160, 640)?.larger).toBeUndefined();
  });
});
