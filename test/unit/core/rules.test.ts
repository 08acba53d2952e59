import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { announce } from '#core/lifecycle';
import { firstIdOf, monthsBack, timeOfId } from '#core/listing';
import { needsToken, sweepStep } from '#core/sweep';
import { announced, inReview, minutesLater, NOW, processing } from './images.ts';

describe('the sweep', () => {
  test('looks for the file of a picture that was announced', () => {
    expect(sweepStep(announced(), NOW)).toBe('find-upload');
  });

  test('looks at the execution of what is processing, or waits with its token', () => {
    expect(sweepStep(processing(), NOW)).toBe('look-at-execution');
    expect(sweepStep(inReview(), NOW)).toBe('look-at-execution');
  });

  test('delivers an outcome that was not delivered, before anything else', () => {
    expect(sweepStep(inReview({ outcome: 'approved', delivery: 'pending' }), NOW)).toBe('deliver');
    expect(sweepStep(inReview({ outcome: 'approved', delivery: 'delivered' }), NOW)).toBe(
      'look-at-execution',
    );
  });

  test('does what a review’s clock should have done', () => {
    expect(sweepStep(inReview({ dueAt: minutesLater(-1).toISOString() }), NOW)).toBe('watch');
  });

  test('asks again for the token of a review that has none, decided or not', () => {
    const { token: _, ...review } = inReview().review ?? { token: '' };
    const without = { ...inReview(), review } as ReturnType<typeof inReview>;
    expect(needsToken(without)).toBe(true);
    expect(needsToken(inReview())).toBe(false);
    expect(needsToken(processing())).toBe(false);
  });
});

describe('a new picture', () => {
  test('awaits its upload, and the sweep looks for it after 20 minutes', () => {
    const { id, title, filename, policy, notifySender, createdBy, owner } = announced();
    const input = {
      id,
      title,
      filename,
      policy,
      notifySender,
      createdBy,
      owner,
      announced: { contentType: 'image/png' as const },
    };
    const { record, event } = announce(input, NOW);
    expect(record).toEqual(announced());
    expect(event).toEqual({ at: NOW.toISOString(), by: createdBy, type: 'created' });
  });
});

describe('lists', () => {
  test('know the time in an id', () => {
    expect(timeOfId(ulid(NOW.getTime()).toLowerCase())).toBe(NOW.getTime());
    expect(timeOfId(firstIdOf(NOW))).toBe(NOW.getTime());
  });

  test('put whatever was created before a moment below its first id', () => {
    expect(ulid(NOW.getTime() - 1).toLowerCase() < firstIdOf(NOW)).toBe(true);
    expect(ulid(NOW.getTime()).toLowerCase() >= firstIdOf(NOW)).toBe(true);
  });

  test('go back month by month to the service’s first', () => {
    expect(monthsBack(new Date('2027-02-03T00:00:00Z'))).toEqual({
      months: ['2027-02', '2027-01', '2026-12', '2026-11'],
    });
  });

  test('read at most a year of months for a page, and go on from there', () => {
    const { months, next } = monthsBack(new Date('2029-01-31T00:00:00Z'));
    expect(months).toHaveLength(12);
    expect(months.at(-1)).toBe('2028-02');
    expect(monthsBack(new Date(timeOfId(next ?? '') - 1)).months[0]).toBe('2028-01');
  });
});
