import { describe, expect, test } from '@jest/globals';
import { type Inspection, inspectHeader } from '#imaging/header';
import { heifOf, picture } from '../../fixtures/hostile.ts';
import { processorTime } from '../foreign.ts';

const whole = (bytes: Uint8Array): Inspection => inspectHeader(bytes, bytes.length);
const text = (content: string) => Buffer.from(content, 'latin1');

const valid = {
  'image/jpeg': await picture(60, 40).jpeg().toBuffer(),
  'image/png': await picture(60, 40).png().toBuffer(),
  'image/webp': await picture(60, 40).webp().toBuffer(),
  'image/gif': await picture(60, 40).gif().toBuffer(),
  'image/avif': await picture(60, 40).avif({ effort: 0 }).toBuffer(),
};

describe('a head that is only part of the file', () => {
  test.each(Object.entries(valid))(
    '%s cut anywhere asks for more, or is sure already',
    (contentType, bytes) => {
      for (let length = 0; length < bytes.length; length += length < 600 ? 1 : 97) {
        const found = inspectHeader(bytes.subarray(0, length), bytes.length);
        if (found.verdict !== 'more') {
          expect(found).toEqual({ verdict: 'accepted', contentType, width: 60, height: 40 });
        }
      }
    },
  );

  test.each(Object.entries(valid))('%s cut anywhere is never read past its end', (_, bytes) => {
    for (let length = 2; length < 600 && length < bytes.length; length += 1) {
      // The view's buffer goes on behind it, as pooled buffers do.
      const found = whole(bytes.subarray(0, length));
      if (found.verdict === 'accepted') expect(found).toMatchObject({ width: 60, height: 40 });
      else
        expect(found).toMatchObject({
          verdict: 'refused',
          code: expect.stringMatching(/truncated|not-an-image/),
        });
    }
  });

  test('damaged bytes of any kind are answered without an exception', () => {
    for (const bytes of Object.values(valid)) {
      for (let at = 0; at < 300; at += 1) {
        const copy = Buffer.from(bytes);
        copy[at] = (copy[at] ?? 0) ^ 0xff;
        expect(['accepted', 'refused']).toContain(whole(copy).verdict);
      }
    }
  });

  test.each([
    ['zeros after a JPEG start', text('\xff\xd8\xff\x00'), 0x00],
    ['fill bytes after a JPEG start', text('\xff\xd8\xff'), 0xff],
    ['empty boxes after an AVIF start', heifOf('avif'), 0x00],
    ['an SVG comment that never ends', text('<!--'), 0x20],
  ])('20 MB of %s are read in one go', async (_, start, filler) => {
    const bytes = Buffer.concat([start, Buffer.alloc(20_000_000, filler)]);
    // Reading it again and again would take minutes.
    expect(await processorTime(() => expect(whole(bytes).verdict).toBe('refused'))).toBeLessThan(10_000);
  });
});
