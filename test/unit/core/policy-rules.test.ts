import { describe, expect, test } from '@jest/globals';
import { type ReviewPolicy, reviewPolicy } from '#core/policy';
import { millisecondsOf, objections, objectionsToPart } from '#core/policy-rules';

const ANN = 'ann@desk.example';
const BEN = 'ben@desk.example';
const EVA = 'eva@desk.example';
const night = { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' };

/** Two reviewers, of whom one is enough, three days. */
function policy(more: Partial<ReviewPolicy> = {}): ReviewPolicy {
  return reviewPolicy.parse({
    reviewers: [ANN, BEN],
    required: 1,
    remindAfter: ['P1D', 'P2D'],
    expireAfter: 'P3D',
    ...more,
  });
}

const found = (more: Partial<ReviewPolicy>) =>
  objections(policy(more)).map(({ path, code }) => [path.join('.'), code]);
const says = (more: Partial<ReviewPolicy>) =>
  objections(policy(more)).map(({ message, instead }) => `${message} ${instead}`);

describe('a duration in milliseconds', () => {
  test.each([
    ['PT1S', 1000],
    ['PT90M', 5_400_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['P1W1DT1H1M1S', 694_861_000],
    ['PT0S', 0],
  ])('%s is %i', (duration, milliseconds) => {
    expect(millisecondsOf(duration)).toBe(milliseconds);
  });

  test.each(['3 days', '', 'P1H'])('"%s" is none', (duration) => {
    expect(() => millisecondsOf(duration)).toThrow(RangeError);
  });
});

describe('nothing is wrong with', () => {
  test.each<[string, Partial<ReviewPolicy>]>([
    ['one of two reviewers, reminded twice', {}],
    ['as many as there are', { required: 2 }],
    ['nobody reminded', { remindAfter: [] }],
    ['an escalation after the last reminder', { escalateTo: [EVA], escalateAfter: 'PT60H' }],
    ['an escalation at the moment of a reminder', { escalateTo: [EVA], escalateAfter: 'P1D' }],
    ['the shortest review', { remindAfter: ['PT1S', 'PT2S'], expireAfter: 'PT5S' }],
    ['the longest review', { expireAfter: 'P30D' }],
    ['quiet hours over midnight', { quietHours: night }],
    ['quiet hours in UTC, by day', { quietHours: { from: '09:00', to: '17:00', timeZone: 'UTC' } }],
  ])('%s', (_, more) => {
    expect(objections(policy(more))).toEqual([]);
  });
});

describe('an objection names the field and a code to', () => {
  test.each<[string, Partial<ReviewPolicy>, string[][]]>([
    ['more approvals than reviewers', { required: 3 }, [['required', 'too-many-required']]],
    [
      'an address that is there twice, which counts once',
      { reviewers: [ANN, ANN], required: 2 },
      [
        ['reviewers.1', 'address-twice'],
        ['required', 'too-many-required'],
      ],
    ],
    [
      'an address that differs in capitals alone',
      { reviewers: [ANN, 'Ann@Desk.example'] },
      [['reviewers.1', 'address-twice']],
    ],
    [
      'one mailbox by two labels, which counts once',
      { reviewers: ['ann+pics@desk.example', ANN], required: 2 },
      [
        ['reviewers.1', 'address-twice'],
        ['required', 'too-many-required'],
      ],
    ],
    [
      'a reviewer who is escalated to by a label, and two labels of one there',
      { escalateTo: ['ann+2@desk.example', EVA, 'eva+2@desk.example'], escalateAfter: 'P2D' },
      [
        ['escalateTo.2', 'address-twice'],
        ['escalateTo.0', 'already-reviewer'],
      ],
    ],
    [
      'the same address twice in the escalation',
      { escalateTo: [EVA, EVA], escalateAfter: 'P2D' },
      [['escalateTo.1', 'address-twice']],
    ],
    [
      'a reviewer who is escalated to',
      { escalateTo: [EVA, BEN], escalateAfter: 'P2D' },
      [['escalateTo.1', 'already-reviewer']],
    ],
    ['reminders out of order', { remindAfter: ['P2D', 'P1D'] }, [['remindAfter.1', 'not-ascending']]],
    [
      'two reminders at the same time, however written',
      { remindAfter: ['P1D', 'PT24H'] },
      [['remindAfter.1', 'not-ascending']],
    ],
    [
      'a reminder when the review expires',
      { remindAfter: ['P1D', 'P3D'] },
      [['remindAfter.1', 'after-expiry']],
    ],
    [
      'reminders after that',
      { remindAfter: ['P4D', 'P5D'] },
      [
        ['remindAfter.0', 'after-expiry'],
        ['remindAfter.1', 'after-expiry'],
      ],
    ],
    ['a reminder at once', { remindAfter: ['PT0S'] }, [['remindAfter.0', 'too-short']]],
    ['an escalation without a time', { escalateTo: [EVA] }, [['escalateTo', 'escalation-incomplete']]],
    ['an escalation to nobody', { escalateAfter: 'P2D' }, [['escalateAfter', 'escalation-incomplete']]],
    [
      'an escalation when the review expires',
      { escalateTo: [EVA], escalateAfter: 'PT72H' },
      [['escalateAfter', 'after-expiry']],
    ],
    ['an escalation at once', { escalateTo: [EVA], escalateAfter: 'P0D' }, [['escalateAfter', 'too-short']]],
    ['a review under five seconds', { remindAfter: [], expireAfter: 'PT4S' }, [['expireAfter', 'too-short']]],
    ['a review over thirty days', { expireAfter: 'P30DT1S' }, [['expireAfter', 'too-long']]],
    [
      'quiet hours of no length',
      { quietHours: { ...night, to: '22:00' } },
      [['quietHours.to', 'quiet-hours-empty']],
    ],
    [
      'a time zone that is none',
      { quietHours: { ...night, timeZone: 'Mars/Base' } },
      [['quietHours.timeZone', 'unknown-time-zone']],
    ],
  ])('%s', (_, more, expected) => {
    expect(found(more)).toEqual(expected);
  });
});

describe('what to write instead', () => {
  test('of too many approvals, with the right number of words', () => {
    expect(says({ required: 3 })).toEqual([
      'required is 3, but there are 2 reviewers. Write 2 or less, or name another reviewer.',
    ]);
    expect(says({ required: 3, reviewers: [ANN] })).toEqual([
      'required is 3, but there is 1 reviewer. Write 1, or name 2 more reviewers.',
    ]);
  });

  test('of two labels of one mailbox, with both addresses', () => {
    expect(says({ reviewers: [ANN, 'ann+pics@desk.example'] })).toEqual([
      'ann+pics@desk.example and ann@desk.example are the same mailbox. Take one of them out.',
    ]);
  });

  test('of reminders is the list in order, each once', () => {
    expect(says({ remindAfter: ['P2D', 'PT24H', 'P1D'] })[0]).toBe(
      'The reminder after PT24H is not later than the one before it. Write "remindAfter": ["PT24H", "P2D"].',
    );
  });

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['Asia/Istambul', 'Europe/Istanbul'],
    ['Mars/Base', 'Europe/Berlin'],
  ])('of the time zone %s is %s', (timeZone, zone) => {
    expect(says({ quietHours: { ...night, timeZone } })).toEqual([
      `There is no time zone "${timeZone}". Write a name such as "${zone}".`,
    ]);
  });

  test.each<[string, Partial<ReviewPolicy>]>([
    ['a late reminder', { remindAfter: ['P99D'] }],
    ['a late escalation', { escalateTo: [EVA], escalateAfter: 'P99D' }],
    ['an escalation without a time', { escalateTo: [EVA] }],
  ])('of %s is a time within the review', (_, more) => {
    for (const expireAfter of ['PT5S', 'PT61S', 'P1D', 'P3D', 'P30D']) {
      const [first] = objections(policy({ remindAfter: [], ...more, expireAfter }));
      const proposed = /"(P[^"]+)"/.exec(first?.instead ?? '')?.[1] ?? '';
      expect(found({ remindAfter: [proposed], expireAfter })).toEqual([]);
    }
  });
});

describe('a part of a policy', () => {
  test('is judged by what is there', () => {
    expect(objectionsToPart({ required: 3, remindAfter: ['P9D'] }, [])).toEqual([]);
    expect(objectionsToPart({ remindAfter: ['P9D'], expireAfter: 'P3D' }, [])).toHaveLength(1);
  });

  test('lacks no field that is there and cannot be read', () => {
    expect(objectionsToPart({ escalateTo: [EVA] }, ['escalateAfter'])).toEqual([]);
    expect(objectionsToPart({ escalateAfter: 'P1D' }, ['escalateTo'])).toEqual([]);
    expect(objectionsToPart({ escalateAfter: 'P1D' }, [])).toHaveLength(1);
  });
});
