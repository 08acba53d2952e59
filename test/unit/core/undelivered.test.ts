import { describe, expect, test } from '@jest/globals';
import {
  isRefusal,
  MOST_TRIES,
  patience,
  seenBy,
  type Unreachable,
  type Unsent,
  unreachableInWords,
  unsentInWords,
} from '#core/undelivered';
import { flood, processorTime } from '../foreign.ts';

const rita = 'rita@contactsheet.example';
const ses = (name: string, message = '') => Object.assign(new Error(message), { name });
const failed = (...identities: string[]) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${identities.join(', ')}`;

describe('what SES answers', () => {
  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
  test.each([
    [true, 'MessageRejected', ''],
    [true, 'MessageRejected', failed('Rita@contactsheet.example')],
    [true, 'BadRequestException', 'Missing final "@domain"'],
    [false, 'MessageRejected', failed('pictures@contactsheet.example')],
    [false, 'MessageRejected', failed('Contactsheet <pictures@contactsheet.example>', rita)],
    [false, 'TooManyRequestsException', ''],
    [false, 'LimitExceededException', ''],
    [false, 'SendingPausedException', ''],
    [false, 'AccountSuspendedException', ''],
    [false, 'MailFromDomainNotVerifiedException', ''],
    [false, 'NotFoundException', ''],
    [false, 'InternalServiceErrorException', ''],
    [false, 'TimeoutError', 'socket hang up'],
  ])('is for good: %s, of %s %s', (good, name, message) => {
    expect(isRefusal(ses(name, message), rita)).toBe(good);
  });

  test('of 64 KB is read in no time', async () => {
    for (const one of ['@', 'a', ' ', ',', '<@']) {
      const refusal = ses('MessageRejected', flood(one));
      expect(await processorTime(() => isRefusal(refusal, rita))).toBeLessThan(1000);
    }
  });
});

test('tries come ever later, and end after three days', () => {
  const waits = Array.from({ length: MOST_TRIES - 1 }, (_, at) => patience(at + 1) / 60_000);
  expect(waits.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
  const hours = waits.reduce((sum, one) => sum + one, 0) / 60;
  expect(hours).toBeGreaterThan(48);
  expect(hours).toBeLessThan(96);
});

describe('what is said of it', () => {
  const since = '2026-11-23T08:14:24.118Z';
  const unsent: Unsent = {
    digest: 'd1',
    recipient: rita,
    kind: 'review',
    pictures: 3,
    since,
    error: 'SendingPausedException',
    tries: 2,
    nextAt: since,
  };
  const gone: Unreachable = { address: 'sam@contactsheet.example', why: 'bounced', since, until: since };
  const all = {
    unsent: [unsent, { ...unsent, digest: 'd2', since: '2026-11-23T09:00:00.000Z' }],
    unreachable: [gone],
  };

  test('names addresses to operators, and to others their own alone', () => {
    expect(seenBy({ email: 'olga@contactsheet.example', groups: ['operators'] }, all)).toEqual({
      failing: { since, mails: 2 },
      ...all,
    });
    expect(seenBy({ email: 'ann@contactsheet.example', groups: ['reviewers'] }, all)).toEqual({
      failing: { since, mails: 2 },
      unsent: [],
      unreachable: [],
    });
    expect(seenBy({ email: rita, groups: [] }, all).unsent).toEqual(all.unsent);
    expect(seenBy({ email: gone.address, groups: [] }, { ...all, unsent: [] })).toEqual({
      failing: null,
      unsent: [],
      unreachable: [gone],
    });
  });

  test('says of what was given up nothing but to operators: the other mails leave', () => {
    const { nextAt: _, ...givenUp } = unsent;
    const seen = (email: string, ...groups: string[]) =>
      seenBy({ email, groups }, { unreachable: [], unsent: [givenUp] });
    expect(seen('olga@contactsheet.example', 'operators')).toMatchObject({
      failing: null,
      unsent: [givenUp],
    });
    expect(seen('ann@contactsheet.example')).toMatchObject({ failing: null, unsent: [] });
  });

  test('is one line with the reason and what to do', () => {
    expect(unsentInWords(unsent)).toBe(
      `A mail to ${rita} about 3 pictures has not left (SendingPausedException). SES has paused sending: its console says why. It is tried again.`,
    );
    const { nextAt: _, ...givenUp } = { ...unsent, error: 'Odd', pictures: 1 };
    expect(unsentInWords(givenUp)).toBe(
      `A mail to ${rita} about 1 picture has not left (Odd). The log says more. It was given up: see the dead letters.`,
    );
    expect(unreachableInWords({ ...gone, why: 'refused' })).toBe(
      'SES refuses mail to sam@contactsheet.example. Verify the address if SES is in its sandbox, otherwise correct it, then have it mailed again as the operations guide says. Until Monday 23 November 2026, 08:14 UTC nothing is mailed there.',
    );
  });
});
