import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, jest, test } from '@jest/globals';
import * as z from 'zod';
import type { OutgoingMail } from '#adapters/mail';
import type { Digest, DigestKind } from '#core/digest';
import type { ImageRecord } from '#core/image';
import { later } from '#core/time';
import type { Nudge } from '#services/digests';
import { bouncing } from '#services/escalating';
import { mailing } from '#services/mailing';
import { sheetsOf } from '#services/sheets';
import { sweeping } from '#services/sweeping';
import { ID, inReview, NOW } from '../core/images.ts';
import { fakeWorkflow, memoryDigests, memoryImages, memoryQueue, memoryUndelivered, times } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const editor = 'editor@contactsheet.example';
const ann = 'ann@contactsheet.example';
const sender = 'pictures@contactsheet.example';
const [second, minute, day] = [1000, 60_000, 24 * 60 * 60_000];

const picture = (at: number): ImageRecord => ({
  ...inReview(),
  thumbnails: [{ name: 'mail', width: 640, height: 427, bytes: 4000, contentType: 'image/jpeg' }],
  id: `${ID.slice(0, 23)}${String(at).padStart(3, '0')}`,
});
const settled = (at: number): ImageRecord => {
  const { nextCheckAt: _, ...rest } = picture(at);
  return { ...rest, status: 'rejected' };
};
const ses = (name: string, message = '') => Object.assign(new Error(message), { name });
const unverified = (...addresses: string[]) =>
  ses(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region US-EAST-1: ${addresses.join(', ')}`,
  );

interface Setting {
  kind?: DigestKind;
  recipient?: string;
  records?: ImageRecord[];
  /** What SES answers at a time, in milliseconds from the beginning; nothing where it takes the mail. */
  ses: (at: number, mail: OutgoingMail) => Error | undefined;
  /** Milliseconds that a message lies before it is received, and after how many it comes back when it failed. */
  late?: number;
  visibility?: number;
}

/** A day at the post office: a clock, the queue with its delays, retries and dead letters, and the sweep each minute. */
function postOffice({ kind = 'review', recipient = rita, records = [picture(1)], ...setting }: Setting) {
  const clock = { at: 0 };
  const now = () => new Date(NOW.getTime() + clock.at);
  const images = memoryImages(...records);
  const open: Digest = {
    recipient,
    kind,
    id: 'd1',
    version: 1,
    state: 'open',
    openedAt: NOW.toISOString(),
    joinedAt: NOW.toISOString(),
    entries: records.map(({ id, owner }) => ({ imageId: id, round: 1, owner })),
    nextCheckAt: later(NOW, 3 * minute),
  };
  const digests = memoryDigests(open);
  const lying: { body: Nudge; at: number; received: number }[] = [];
  const nudges = {
    send: async (body: Nudge, delay = 0) =>
      void lying.push({ body, at: clock.at + delay + (setting.late ?? 0), received: 0 }),
  };
  const deadLetters = memoryQueue<Nudge>();
  const undelivered = memoryUndelivered();
  const calls: number[] = [];
  const taken: OutgoingMail[] = [];
  const logger = new Logger();
  const logged: string[] = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation((...said) => void logged.push(String(said[0])));
  }
  const joining = { digests, nudges, times, newId: () => 'd2', now };
  const waitingFor = async (reviewer: string) =>
    records.filter(({ review }) => review?.reviewers.includes(reviewer)).map(({ id }) => id);
  const mail = {
    send: async (one: OutgoingMail) => {
      calls.push(clock.at);
      const error = setting.ses(clock.at, one);
      if (error) throw error;
      taken.push(one);
    },
  };
  const sheets = sheetsOf({
    images,
    desks: { keep: async () => undefined },
    keys: async (): Promise<[string]> => ['key'],
    baseUrl: 'https://pictures.example',
    logger,
    now,
  });
  const post = mailing({
    ...joining,
    images,
    lists: images,
    mail,
    sheets,
    deadLetters,
    undelivered,
    unreach: bouncing({ ...joining, images, waitingFor }),
    logger,
  });
  const workflow = fakeWorkflow();
  const reviews = memoryQueue<never>();
  const originals = { find: async () => undefined };
  const sweep = sweeping({ ...joining, images, originals, workflow, reviews });

  async function receive(): Promise<void> {
    for (const message of lying.filter(({ at }) => at <= clock.at)) {
      lying.splice(lying.indexOf(message), 1);
      try {
        await post(message.body);
      } catch {
        const again = {
          ...message,
          received: message.received + 1,
          at: clock.at + (setting.visibility ?? 360_000),
        };
        if (again.received < 20) lying.push(again);
        else await deadLetters.send(message.body);
      }
    }
  }

  /** Lets time pass until so many milliseconds from the beginning. */
  async function until(end: number, step = minute): Promise<void> {
    for (; clock.at <= end; clock.at += step) {
      await receive();
      if (clock.at % minute !== 0) continue;
      const held = [...digests.opened.values(), ...digests.closed_.values()];
      for (const due of held.filter(({ nextCheckAt }) => nextCheckAt && nextCheckAt <= now().toISOString())) {
        await sweep({ kind: 'digest', recipient: due.recipient, of: due.kind });
      }
    }
  }
  lying.push({
    body: { recipient, kind, digest: 'd1', joinedAt: open.joinedAt },
    at: 10 * second,
    received: 0,
  });
  return { images, digests, undelivered, deadLetters, nudges, calls, taken, logged, lying, until };
}

describe('a mail that SES does not take for now', () => {
  const down = ses('SendingPausedException');

  test.each([
    ['as AWS promises', {}],
    ['late', { late: 45 * second }],
    ['later than the sweep looks', { late: 7 * minute }],
    ['again soon', { visibility: 30 * second }],
    ['again when another try is due', { late: 59 * second, visibility: 61 * second }],
  ])('is tried 20 times within a week at most, when messages come %s', async (_, timing) => {
    for (const kind of ['review', 'outcome'] as const) {
      const records =
        kind === 'outcome' ? [settled(1)] : [{ ...picture(1), policy: { ...picture(1).policy } }];
      const world = postOffice({
        kind,
        recipient: kind === 'outcome' ? ann : rita,
        records,
        ses: () => down,
        ...timing,
      });
      await world.until(7 * day);
      expect(world.calls.length).toBeGreaterThan(10);
      expect(world.calls.length).toBeLessThanOrEqual(20);
      // Nothing is left on its way for ever, and an operator hears of it.
      expect(world.lying).toEqual([]);
      expect(world.deadLetters.sent.filter(({ body }) => body.parked)).toHaveLength(1);
      expect(world.logged).toContain('a mail was given up');
    }
  });

  test('leaves once SES takes it, and is not on the list of what did not any more', async () => {
    const world = postOffice({
      ses: (at) => (at < 10 * minute ? ses('TooManyRequestsException') : undefined),
    });
    await world.until(5 * minute);
    expect([...world.undelivered.mails.values()]).toMatchObject([
      { recipient: rita, kind: 'review', pictures: 1, error: 'TooManyRequestsException' },
    ]);
    await world.until(60 * minute);
    expect(world.taken).toHaveLength(1);
    expect([world.undelivered.mails.size, world.digests.closed_.size]).toEqual([0, 0]);
    expect([...world.undelivered.addresses]).toEqual([]);
  });

  test('is on the list of what did not leave at once', async () => {
    const world = postOffice({ ses: () => down });
    await world.until(minute, second);
    const { since } = [...world.undelivered.mails.values()][0] ?? {};
    expect(since).toBe(later(NOW, 10 * second));
  });

  test('is nudged by the sweep when its next try is due, and not every few minutes until then', async () => {
    const world = postOffice({ ses: () => down });
    const nudge = jest.spyOn(world.nudges, 'send');
    await world.until(3 * day);
    expect(world.calls.length).toBeGreaterThan(10);
    expect(nudge.mock.calls.length).toBeLessThanOrEqual(2 * world.calls.length);
  });

  test('costs at most two calls a part and twenty, however the parts fail', async () => {
    const records = Array.from({ length: 200 }, (_, at) => picture(at));
    let call = 0;
    // Every second call is too many.
    const world = postOffice({
      records,
      ses: () => (++call % 2 ? undefined : ses('TooManyRequestsException')),
    });
    await world.until(day);
    expect(world.taken).toHaveLength(5);
    expect(world.calls.length).toBeLessThanOrEqual(2 * 5 + 20);
  });

  test('is tried again when its dead letter is moved back, and by nothing else', async () => {
    let fixed = false;
    const world = postOffice({
      records: [settled(1)],
      kind: 'outcome',
      recipient: ann,
      ses: () => (fixed ? undefined : down),
    });
    await world.until(7 * day);
    const before = world.calls.length;
    fixed = true;
    const letter = world.deadLetters.sent.find(({ body }) => body.parked)?.body;
    if (!letter) throw new Error('no dead letter');
    await world.nudges.send({ ...letter, parked: undefined, digest: 'another' });
    await world.until(7 * day + 10 * minute);
    expect(world.calls).toHaveLength(before);
    await world.nudges.send(letter);
    await world.until(7 * day + 20 * minute);
    expect(world.taken).toHaveLength(1);
    expect(world.undelivered.mails.size).toBe(0);
  });

  test('is given up with a dead letter, also where the first cannot be sent', async () => {
    const world = postOffice({ ses: () => down });
    const send = world.deadLetters.send;
    let failures = 0;
    world.deadLetters.send = async (body) => {
      if (body.parked && failures++ === 0) throw ses('ServiceUnavailable');
      await send(body);
    };
    await world.until(7 * day);
    expect(failures).toBe(2);
    expect(world.deadLetters.sent.filter(({ body }) => body.parked)).toHaveLength(1);
    expect([...world.digests.closed_.values()]).toMatchObject([{ parked: true }]);
    expect(world.calls.length).toBeLessThanOrEqual(20);
  });

  test('that was closed before tries were counted is taken up though the sweep has just looked at it', async () => {
    const world = postOffice({ ses: () => undefined, late: 2 * second });
    const [open] = [...world.digests.opened.values()];
    if (!open) throw new Error('no digest');
    world.digests.opened.clear();
    world.digests.closed_.set('d1', { ...open, state: 'closed' });
    await world.until(15 * minute);
    expect(world.taken).toHaveLength(1);
  });

  test('is no reason against its reviewer, where SES has not verified the sender', async () => {
    const world = postOffice({ ses: () => unverified(sender) });
    await world.until(30 * minute);
    expect(world.undelivered.addresses.size).toBe(0);
    expect(world.images.trail).toEqual([]);
    expect([...world.undelivered.mails.values()]).toMatchObject([{ error: 'MessageRejected' }]);
  });

  test('is counted though each try is cut off', async () => {
    const world = postOffice({ ses: () => undefined });
    // The worker dies before it can write anything down.
    const keep = world.digests.keepClosed;
    world.digests.keepClosed = async (next) => {
      if ((next.mailed ?? []).length > 0) throw ses('TimeoutError');
      return keep(next);
    };
    await world.until(7 * day);
    expect(world.calls.length).toBeLessThanOrEqual(20);
  });
});

describe('a mail that SES refuses for good', () => {
  test.each([
    unverified(rita),
    ses('MessageRejected', 'Address blacklisted.'),
    ses('BadRequestException', 'Domain contains illegal character'),
  ])('is as one that came back: %s', async (refusal) => {
    const world = postOffice({ ses: (_, { to }) => (to.includes(rita) ? refusal : undefined) });
    await world.until(30 * minute);
    const [record] = [...world.images.kept.values()];
    expect(record?.review).toMatchObject({
      unreachable: [rita],
      reviewers: expect.arrayContaining([editor]),
    });
    expect(world.images.trail.map(({ type, detail }) => [type, detail])).toEqual([
      ['bounced', rita],
      ['escalated', 'bounced'],
      ['reviewers-asked', editor],
    ]);
    // One call found it out, and the other asked the editor.
    expect([world.calls.length, world.taken.map(({ to }) => to)]).toEqual([2, [[editor]]]);
    expect(world.undelivered.addresses.get(rita)).toMatchObject({ why: 'refused' });
    expect(world.digests.closed_.size).toBe(0);
  });

  test('to a sender is not tried again', async () => {
    const world = postOffice({
      kind: 'outcome',
      recipient: ann,
      records: [settled(1)],
      ses: () => unverified(ann),
    });
    await world.until(7 * day);
    expect(world.calls).toHaveLength(1);
    expect([world.lying, world.digests.closed_.size]).toEqual([[], 0]);
    expect(world.undelivered.addresses.get(ann)).toMatchObject({ why: 'refused' });
  });
});

describe('an address that takes no mail', () => {
  const known = (why: 'bounced', until: number) => ({
    address: rita,
    why,
    since: NOW.toISOString(),
    until: later(NOW, until),
  });

  test('is not mailed the next picture: others are asked, and it is on record', async () => {
    const world = postOffice({ ses: () => undefined });
    world.undelivered.addresses.set(rita, known('bounced', day));
    await world.until(30 * minute);
    expect(world.taken.map(({ to }) => to)).toEqual([[editor]]);
    expect([...world.images.kept.values()][0]?.review?.unreachable).toEqual([rita]);
    // Remembered as it was: it is not known to refuse mail since today.
    expect(world.undelivered.addresses.get(rita)).toEqual(known('bounced', day));
  });

  test('is mailed again once that is forgotten', async () => {
    const world = postOffice({ ses: () => undefined });
    world.undelivered.addresses.set(rita, known('bounced', second));
    await world.until(30 * minute);
    expect(world.taken.map(({ to }) => to)).toEqual([[rita]]);
  });
});

describe('a mail that SES took', () => {
  test('is on the trail of each of its pictures, with whom it asked', async () => {
    const records = [picture(1), picture(2)];
    const world = postOffice({ records, ses: () => undefined });
    expect(world.images.trail).toEqual([]);
    await world.until(minute, second);
    expect(world.images.trail).toMatchObject([
      { type: 'reviewers-asked', by: 'contactsheet', detail: rita, at: later(NOW, 10 * second) },
      { type: 'reviewers-asked', detail: rita },
    ]);
    for (const { review } of world.images.kept.values()) expect(review?.mailed).toEqual([rita]);
  });

  test('and was cut off before that is noted: the next worker notes it and mails nothing twice', async () => {
    const world = postOffice({ ses: () => undefined });
    const change = world.images.change;
    const remove = world.digests.remove;
    let cut = true;
    world.images.change = async (...args) => {
      if (cut) throw ses('TimeoutError');
      return change(...args);
    };
    world.digests.remove = async (done) => {
      if (cut) throw ses('TimeoutError');
      return remove(done);
    };
    await world.until(minute, second);
    cut = false;
    await world.until(30 * minute);
    expect(world.taken).toHaveLength(1);
    expect(world.digests.closed_.size).toBe(0);
    expect(world.images.trail.map(({ type }) => type)).toEqual(['reviewers-asked']);
  });
});

test('a record that cannot be read costs only itself: the others are mailed, and it once it can be read', async () => {
  const records = [picture(1), picture(2), picture(3)];
  const world = postOffice({ records, ses: () => undefined });
  const get = world.images.get;
  let broken = true;
  world.images.get = async (id) => {
    if (broken && id === records[1]?.id) throw new z.ZodError([]);
    return get(id);
  };
  await world.until(5 * minute);
  const shown = () =>
    world.taken.map(({ text }) => records.filter(({ id }) => text.includes(id)).map(({ id }) => id));
  expect(shown()).toEqual([[records[0]?.id, records[2]?.id]]);
  expect(world.logged).toContain('a record could not be read');
  broken = false;
  await world.until(60 * minute);
  expect(shown()).toEqual([[records[0]?.id, records[2]?.id], [records[1]?.id]]);
});
