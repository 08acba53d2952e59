import { describe, expect, test } from '@jest/globals';
import { eachPersonOnce, isAmong, mailboxOf, sameMailbox } from '#core/mailbox';

describe('two addresses are one mailbox', () => {
  test.each([
    ['ann@example.com', 'ann+desk@example.com'],
    ['ann+a@example.com', 'ann+b+c@example.com'],
    ['Ann@Example.COM', 'ann@example.com'],
    ['ann+@example.com', 'ann@example.com'],
  ])('%s and %s', (one, other) => {
    expect(sameMailbox(one, other)).toBe(true);
  });

  test.each([
    ['ann@example.com', 'ben@example.com'],
    ['ann@example.com', 'ann@mail.example.com'],
    ['ann@example.com', 'a.nn@example.com'],
    ['+a@example.com', '+b@example.com'],
    ['ann@b+x.example', 'ann@b+y.example'],
  ])('but not %s and %s', (one, other) => {
    expect(sameMailbox(one, other)).toBe(false);
  });

  test('whatever an address looks like, it has one', () => {
    for (const odd of ['', 'ann', '@', '+', '+@', 'ann+'.repeat(20_000)]) expect(mailboxOf(odd)).toBe(odd);
  });
});

test('a list holds each person once, by the first of their addresses', () => {
  const listed = ['ann+2@example.com', 'ben@example.com', 'ann@example.com', 'Ben+x@example.com'];
  expect(eachPersonOnce(listed)).toEqual(['ann+2@example.com', 'ben@example.com']);
  expect(isAmong(listed, 'BEN@example.com')).toBe(true);
  expect(isAmong(listed, 'eve@example.com')).toBe(false);
});
