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
