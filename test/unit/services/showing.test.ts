import { describe, expect, it } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import { asListed, shows } from '#services/showing';
import { announced, ID, inReview } from '../core/images.ts';

const sized = (name: string, width: number) => ({
  name,
  width,
  height: width,
  bytes: 1,
  contentType: name === 'mail' ? ('image/jpeg' as const) : ('image/webp' as const),
});

describe('a picture in a list', () => {
  const listed = (...thumbnails: ReturnType<typeof sized>[]) =>
    asListed(announced({ thumbnails })).thumbnails.map(({ name }) => name);

  it('has one thumbnail, wide enough for a frame on a dense display', () => {
    expect(
      listed(sized('large', 1600), sized('medium', 640), sized('small', 160), sized('mail', 640)),
    ).toEqual(['medium']);
  });

  it('has the widest where none is wide enough', () => {
    expect(listed(sized('small', 160), sized('medium', 400), sized('mail', 640))).toEqual(['medium']);
  });

  it('has none before it is rendered', () => {
    expect(listed()).toEqual([]);
  });
});

describe('the address of a thumbnail', () => {
  const show = shows({ show: async (key) => `https://storage.example/${key}` });
  const addressOf = async (record: ImageRecord) =>
    (await show(record, 'https://pictures.example', 'colleague')).thumbnails.map(({ url }) => url);
  const small = `https://pictures.example/images/${ID}/thumbnails/small`;

  it('is public where the picture is, also while its new title is in review, and else dies in a minute', async () => {
    const retitled = inReview({ retitled: { from: 'Coffee', to: 'Tea' } });
    expect(await addressOf({ ...inReview(), status: 'approved' })).toEqual([small]);
    expect(await addressOf({ ...retitled, title: 'Tea' })).toEqual([small]);
    expect(await addressOf(inReview())).toEqual([`https://storage.example/${ID}/small.webp`]);
  });
});
