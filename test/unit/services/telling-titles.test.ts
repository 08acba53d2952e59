import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, test } from '@jest/globals';
import type { LinkKeys } from '#adapters/link-keys';
import type { Digest } from '#core/digest';
import type { ImageRecord } from '#core/image';
import { deskAnswers } from '#services/desk-answers';
import { viewOf } from '#services/review-views';
import { sheetsOf } from '#services/sheets';
import { ID, inReview, NOW } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const keys: LinkKeys = async () => ['key'];

const renamed = (more: Partial<NonNullable<ImageRecord['review']>>) => ({
  ...inReview(more),
  title: 'Tea',
  titleVersion: 2,
  thumbnails: [{ name: 'mail', width: 640, height: 427, bytes: 4000, contentType: 'image/jpeg' as const }],
});

describe.each([
  [
    'since the review opened',
    renamed({ titleWhenOpened: 'Coffee' }),
    'The title was “Coffee” when the review opened.',
  ],
  [
    'after it was approved',
    renamed({ titleWhenOpened: 'Tea', retitled: { from: 'Coffee', to: 'Tea' } }),
    'Only the title is new. The picture is public as “Coffee”',
  ],
] as const)('that the title was changed %s is told', (_, record, note) => {
  test('on the page of the review, which says which title it shows', () => {
    const { review } = record;
    if (!review) throw new Error('there is no review');
    const found = { record, review, reviewer: rita, over: false, state: 'open' as const };
    expect(viewOf(found, 'r1.link', {}, NOW)).toMatchObject({
      titleNote: expect.stringContaining(note),
      titleVersion: 2,
    });
  });

  test('at the desk, whose marks say which title was seen', async () => {
    const answers = deskAnswers({
      keys,
      script: '',
      picturesOrigin: '',
      show: async () => {
        throw new Error('no JSON was asked for');
      },
    });
    const { body } = await answers.asPage({ reviewer: rita, until: NOW.toISOString() }, [record], {});
    expect(body).toContain(note);
    expect(body).toContain(`value="${ID}.2"`);
  });

  test('in the mail, in HTML and in plain text', async () => {
    const sheets = sheetsOf({
      images: memoryImages(record),
      desks: { keep: async () => undefined },
      keys,
      baseUrl: 'https://pictures.example',
      logger: new Logger(),
      now: () => NOW,
    });
    const digest: Digest = {
      recipient: rita,
      kind: 'review',
      id: 'd1digest',
      version: 1,
      state: 'open',
      openedAt: NOW.toISOString(),
      joinedAt: NOW.toISOString(),
      entries: [{ imageId: ID, round: 1, owner: record.owner }],
      nextCheckAt: NOW.toISOString(),
    };
    const [sheet] = (await sheets(digest)).mails;
    expect(sheet?.mail.html).toContain(note);
    expect(sheet?.mail.text).toContain(note);
  });
});
