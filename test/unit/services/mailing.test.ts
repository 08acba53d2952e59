import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, jest, test } from '@jest/globals';
import type { OutgoingMail } from '#adapters/mail';
import type { Digest } from '#core/digest';
import { timesOf } from '#core/digest';
import { InvalidLink } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { readLink, readView } from '#core/link';
import { waitingFor } from '#core/panel';
import { decide } from '#core/review';
import { undo } from '#core/undo';
import { asking } from '#services/asking';
import type { Nudge } from '#services/digests';
import { mailing } from '#services/mailing';
import { type SheetServices, sheetsOf } from '#services/sheets';
import { executionOf, ID, inReview, minutesLater, NOW, processing, rendering } from '../core/images.ts';
import { memoryDigests, memoryImages, memoryQueue, memoryUndelivered, times } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const nudge = { recipient: rita, kind: 'review' as const, digest: 'd1', joinedAt: NOW.toISOString() };
const shown = { ...rendering.thumbnails[0], name: 'mail', contentType: 'image/jpeg' as const };
const picture = (at: number, more: Partial<ImageRecord> = {}): ImageRecord =>
  ({
    ...inReview(),
    thumbnails: [shown],
    id: `${ID.slice(0, 24)}${String(at).padStart(2, '0')}`,
    ...more,
  }) as ImageRecord;
const digestOf = (records: ImageRecord[], more: Partial<Digest> = {}): Digest => ({
  recipient: rita,
  kind: 'review',
  id: 'd1',
  version: 1,
  state: 'open',
  openedAt: NOW.toISOString(),
  joinedAt: NOW.toISOString(),
  entries: records.map((one) => ({ imageId: one.id, round: 1, owner: one.owner })),
  nextCheckAt: minutesLater(3).toISOString(),
  ...more,
});

function postOffice(records: ImageRecord[], seconds: number, open = digestOf(records)) {
  const images = memoryImages(...records);
  const digests = memoryDigests(open);
  const nudges = memoryQueue<Nudge>();
  const sent: OutgoingMail[] = [];
  const logger = new Logger();
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation(() => undefined);
  }
  const now = () => new Date(NOW.getTime() + seconds * 1000);
  const sheetsBy = (images: SheetServices['images']) =>
    sheetsOf({
      images,
      desks: { keep: async () => undefined },
      keys: async (): Promise<[string]> => ['key'],
      baseUrl: 'https://pictures.example',
      logger,
      now,
    });
  const services = {
    images,
    lists: images,
    digests,
    nudges,
    deadLetters: memoryQueue<Nudge>(),
    undelivered: memoryUndelivered(),
    unreach: async (_: string): Promise<unknown> => undefined,
    mail: { send: async (mail: OutgoingMail) => void sent.push(mail) },
    times,
    sheets: sheetsBy(images),
    logger,
    newId: () => 'd2',
    now,
  };
  return { ...services, sheetsBy, sent, mailDue: mailing(services), services };
}

describe('a digest whose time has come', () => {
  test('is one mail with all its pictures, each with this reviewer’s own link', async () => {
    const records = [1, 2, 3].map((at) => picture(at));
    const { mailDue, sent, digests } = postOffice(records, 10);
    await mailDue(nudge);
    expect(sent.map((mail) => mail.to)).toEqual([[rita]]);
    const links = [...(sent[0]?.text ?? '').matchAll(/reviews\/([A-Za-z0-9_.-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const claims = new Set(
      links.map((link) => readLink(link, ['key'])).map((claim) => `${claim.imageId} ${claim.reviewer}`),
    );
    expect([...claims]).toEqual(records.map((one) => `${one.id} 0`));
    expect([digests.opened.size, digests.closed_.size]).toEqual([0, 0]);
  });

  test('shows pictures that load by the right to look, which decides nothing', async () => {
    const record = picture(1);
    const { mailDue, sent } = postOffice([record], 10);
    await mailDue(nudge);
    const shown = [...(sent[0]?.html ?? '').matchAll(/src="[^"]*\/reviews\/([^"/]+)\/thumbnail/g)];
    expect(shown).toHaveLength(1);
    for (const [, link = ''] of shown) {
      expect(readView(link, ['key'])).toMatchObject({ imageId: record.id, round: 1 });
      expect(() => readLink(link, ['key'])).toThrow(InvalidLink);
    }
  });

  test('is mailed though another of its recipient, which was closed before, does not leave', async () => {
    const [stuck, next] = [picture(1), picture(2)];
    const world = postOffice([stuck, next], 10, digestOf([next]));
    const left = digestOf([stuck], { id: 'd0', state: 'closed', nextCheckAt: NOW.toISOString() });
    world.digests.closed_.set(left.id, left);
    const mail = {
      send: async (one: OutgoingMail) =>
        one.text.includes(stuck.id) ? Promise.reject(new Error('down')) : void world.sent.push(one),
    };
    await expect(mailing({ ...world.services, mail })(nudge)).rejects.toThrow('down');
    expect(world.sent.map(({ text }) => text.includes(next.id))).toEqual([true]);
    expect([...world.digests.closed_.keys()]).toEqual(['d0']);
  });

  test('is several mails when it holds more than forty pictures, none left out', async () => {
    const { mailDue, sent } = postOffice(
      Array.from({ length: 90 }, (_, at) => picture(at)),
      10,
    );
    await mailDue(nudge);
    const ids = sent.flatMap((mail) => [
      ...new Set([...mail.text.matchAll(/r1\.([0-9a-z]{26})/g)].map((match) => match[1])),
    ]);
    expect(sent).toHaveLength(3);
    expect(new Set(ids).size).toBe(90);
    expect(ids).toHaveLength(90);
  });

  test('leaves out what was decided or begun anew, and mails nobody about nothing', async () => {
    const decided = picture(1, {
      review: { ...inReview().review, outcome: 'approved' },
    } as Partial<ImageRecord>);
    const { mailDue, sent, digests } = postOffice([decided, picture(2, { round: 2 })], 10);
    await mailDue(nudge);
    expect([sent.length, digests.opened.size, digests.closed_.size]).toEqual([0, 0, 0]);
  });

  test('left a decided picture out: if that is taken back, who was never mailed is asked, and nobody else', async () => {
    const record = picture(1);
    const sam = 'sam@contactsheet.example';
    const by = 'desk@contactsheet.example';
    const world = postOffice([record], 10);
    const { images, sent, services } = world;
    await images.change(record.id, (seen) => decide(seen, { by, decision: 'reject' }, NOW));
    await world.mailDue(nudge);
    expect(sent).toEqual([]);

    const { record: undone } = await images.change(record.id, (seen) => undo(seen, by, executionOf, NOW));
    expect(waitingFor(undone)).toEqual([rita, sam]);
    await asking(services)([undone]);
    expect([...world.digests.opened.keys()]).toEqual([`${rita} review`]);
    const joinedAt = services.now().toISOString();
    await mailing({ ...services, now: () => minutesLater(5) })({ ...nudge, digest: 'd2', joinedAt });
    expect(sent.map((mail) => mail.to)).toEqual([[rita]]);

    // Mailed by now, so the next time that it is taken back nobody is mailed again.
    await images.change(record.id, (seen) => decide(seen, { by, decision: 'reject' }, NOW));
    const again = await images.change(record.id, (seen) => undo(seen, by, executionOf, NOW));
    await asking(services)([again.record]);
    expect(world.digests.opened.size).toBe(0);
  });

  test('holds what was put back in review while its mail was written', async () => {
    const record = picture(1);
    const world = postOffice([record], 10);
    const by = 'desk@contactsheet.example';
    await world.images.change(record.id, (seen) => decide(seen, { by, decision: 'reject' }, NOW));
    const change: typeof world.images.change = async (id, rule) => {
      await world.images.change(id, (seen) => undo(seen, by, executionOf, NOW));
      return world.images.change(id, rule);
    };
    const images = { ...world.images, change };
    await mailing({ ...world.services, sheets: world.sheetsBy(images) })(nudge);
    expect(world.sent).toHaveLength(1);
  });

  test('that another worker closes first is mailed by that one alone', async () => {
    const { services, sent } = postOffice([picture(1)], 10);
    await Promise.all([mailing(services)(nudge), mailing(services)(nudge)]);
    expect(sent).toHaveLength(1);
  });

  test('goes on where it stopped when the mail was down half-way', async () => {
    const records = Array.from({ length: 50 }, (_, at) => picture(at));
    const { services, sent } = postOffice(records, 10);
    const flaky = {
      send: async (mail: OutgoingMail) =>
        sent.length > 0 ? Promise.reject(new Error('down')) : void sent.push(mail),
    };
    await expect(mailing({ ...services, mail: flaky })(nudge)).rejects.toThrow('down');
    await mailing(services)(nudge);
    expect(sent).toHaveLength(1);
    await mailing({ ...services, now: () => minutesLater(10) })(nudge);
    expect(sent).toHaveLength(2);
    const ids = sent.flatMap((mail) => [
      ...new Set([...mail.text.matchAll(/r1\.([0-9a-z]{26})/g)].map((match) => match[1])),
    ]);
    expect(new Set(ids).size).toBe(50);
  });
});

/** How often the function runs in a row, each time by the message that it sent itself, until the digest closes. */
async function runs(quiet: number, max: number): Promise<number> {
  const [joined, coming] = [picture(1), processing({ id: `${ID.slice(0, 24)}zz` })];
  const world = postOffice([joined, coming], 0, digestOf([joined]));
  const clock = { now: quiet };
  const services = {
    ...world.services,
    times: timesOf({ quiet: quiet * 1000, max: max * 1000, gather: 60_000 }),
    now: () => new Date(NOW.getTime() + clock.now * 1000),
  };
  let next: Nudge | undefined = nudge;
  for (let count = 0; ; count += 1) {
    if (!next) return count;
    await mailing(services)(next);
    const sent = world.nudges.sent.shift();
    next = sent?.body;
    // SQS delays whole seconds, and a message is late rather than early.
    clock.now += Math.ceil((sent?.delay ?? 0) / 1000);
  }
}

describe('a digest that waits for a picture to the end', () => {
  test.each([
    [10, 120],
    [900, 1800],
    [4, 120],
    [2, 30],
    [1, 7200],
    [900, 7200],
    [1, 1],
  ])(
    'quiet after %i s, open for %i s, is looked at less often than Lambda ends a chain',
    async (quiet, max) => {
      // "Approximately 16 times", its documentation says.
      expect(await runs(quiet, max)).toBeLessThanOrEqual(14);
    },
  );
});

describe('a digest whose time has not come', () => {
  test('is looked at again when the quiet time is over, by the newest nudge only', async () => {
    const { mailDue, sent, nudges } = postOffice([picture(1)], 4);
    await mailDue(nudge);
    await mailDue({ ...nudge, joinedAt: 'earlier' });
    expect(sent).toEqual([]);
    expect(nudges.sent).toEqual([{ body: { ...nudge, waited: false }, delay: 6000 }]);
  });

  test('waits for its sender’s pictures on their way, up to two minutes', async () => {
    const records = [picture(1)];
    const coming = processing({ id: `${ID.slice(0, 24)}zz` });
    const early = postOffice([...records, coming], 30, digestOf(records));
    await early.mailDue(nudge);
    expect([early.sent.length, early.nudges.sent[0]?.delay]).toEqual([0, 10_000]);
    // What was on its way a moment ago may have been rendered and not have joined yet.
    const rendered = postOffice(records, 40, digestOf(records));
    await rendered.mailDue({ ...nudge, waited: true });
    expect([rendered.sent.length, rendered.nudges.sent]).toMatchObject([
      0,
      [{ body: { waited: false }, delay: 10_000 }],
    ]);
    const late = postOffice([...records, coming], 120, digestOf(records));
    await late.mailDue(nudge);
    expect(late.sent).toHaveLength(1);
  });
});
