import { expect, test } from '@jest/globals';
import { mailNotice } from '#core/mail-notice';
import { notingBounces } from '#services/bounces';
import { minutesLater, NOW } from '../core/images.ts';
import { memoryUndelivered } from './fakes.ts';

const ann = 'ann@contactsheet.example';
const days = (n: number) => minutesLater(n * 24 * 60).toISOString();
const recipients = [{ emailAddress: ann }];

/** What comes of a notice: who is remembered, and about whom others are asked. */
async function hear(notice: unknown) {
  const undelivered = memoryUndelivered();
  const unreached: string[] = [];
  const unreach = async (address: string) => unreached.push(address);
  const said = await notingBounces({ undelivered, unreach, now: () => NOW })(mailNotice.parse(notice));
  return { said, unreached, remembered: [...undelivered.addresses.values()] };
}

test.each([
  ['bounced', { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } }],
  ['complained', { eventType: 'Complaint', complaint: { complainedRecipients: recipients } }],
])('an address that %s is remembered for 30 days, a sender’s as a reviewer’s', async (why, notice) => {
  expect(await hear(notice)).toEqual({
    said: { why, lasting: true, pictures: 1 },
    unreached: [ann],
    remembered: [{ address: ann, why, since: NOW.toISOString(), until: days(30) }],
  });
});

test('a mail that SES rejects for what is in it says nothing against its address, and others are asked', async () => {
  const { unreached, remembered } = await hear({ eventType: 'Reject', mail: { destination: [ann] } });
  expect([unreached, remembered]).toEqual([[ann], []]);
});

test('a mailbox that is full for now is neither', async () => {
  const bounce = { bounceType: 'Transient', bouncedRecipients: recipients };
  expect(await hear({ eventType: 'Bounce', bounce })).toEqual({
    said: { why: 'bounced', lasting: false, pictures: 0 },
    unreached: [],
    remembered: [],
  });
});
