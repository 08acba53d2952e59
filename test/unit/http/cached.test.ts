import { describe, expect, test } from '@jest/globals';
import { tagOf, unlessKnown } from '#http/cached';

const make = () => ({ statusCode: 200, headers: { a: 'b' }, body: 'whole' });

describe('a tag', () => {
  test('is weak, and changes with each part and their order', () => {
    const tags = [['a', 1], ['a', 2], ['b', 1], [1, 'a'], ['a', '1'], ['a1']].map(tagOf);
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    expect(tagOf(['a', 1])).toBe(tags[0]);
  });

  const tag = tagOf(['a', 1]);
  test.each([
    ['the same', tag],
    ['the same, called strong', tag.slice(2)],
    ['one of several', `"x", ${tag} , W/"y"`],
    ['anything', '*'],
  ])('spares the answer to who has %s', async (_, known) => {
    let made = false;
    const answer = await unlessKnown(tag, known, () => {
      made = true;
      return make();
    });
    expect(answer).toEqual({ statusCode: 304, headers: { etag: tag }, body: '' });
    expect(made).toBe(false);
  });

  test.each([undefined, '', 'W/""', '"x"', tag.slice(3, -1)])(
    'goes with the answer to who has %s',
    async (known) => {
      expect(await unlessKnown(tag, known, make)).toEqual({
        statusCode: 200,
        headers: { a: 'b', etag: tag },
        body: 'whole',
      });
    },
  );
});
