import { describe, expect, it } from '@jest/globals';
import { asListed } from '#services/showing';
import { announced } from '../core/images.ts';

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
