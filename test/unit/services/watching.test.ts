import { describe, expect, test } from '@jest/globals';
import type { ImageRecord } from '#core/image';
import type { Nudge } from '#services/digests';
import { bouncing } from '#services/escalating';
import { watching } from '#services/watching';
import { executionOf, ID, inReview, minutesLater, NOW } from '../core/images.ts';
import { fakeWorkflow, memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const sam = 'sam@contactsheet.example';
const editor = 'editor@contactsheet.example';
const execution = executionOf(`${ID}-1-1`);

function house(record: ImageRecord, at: Date) {
  const images = memoryImages(record);
  const digests = memoryDigests();
  const nudges = memoryQueue<Nudge>();
  const workflow = fakeWorkflow();
  const services = { images, digests, nudges, workflow, times, newId: () => 'd1', now: () => at };
  return { ...services, watch: watching(services), open: () => [...digests.opened.keys()] };
}

describe('the clock of a review', () => {
  test('before anything is due says when to come again', async () => {
    const { watch, open } = house(inReview(), NOW);
    expect(await watch(ID, execution)).toEqual({ next: 'wait', until: '2026-11-22T10:00:01.000Z' });
    expect(open()).toEqual([]);
  });

  test('reminds those who have not decided, by a digest that waits a minute for more', async () => {
    const decided = { by: rita, decision: 'approve' as const, at: NOW.toISOString() };
    const record = inReview({ required: 2, decisions: [decided] });
    const { watch, open, nudges, images } = house(record, minutesLater(24 * 60));
    expect(await watch(ID, execution)).toMatchObject({ next: 'wait', until: '2026-11-23T10:00:01.000Z' });
    expect(open()).toEqual([`${sam} reminder`]);
    expect(nudges.sent).toMatchObject([{ body: { recipient: sam, kind: 'reminder' }, delay: 60_000 }]);
    expect(images.trail).toMatchObject([{ type: 'reminded', detail: sam }]);
  });

  test.each([rita, 'rita+pics@contactsheet.example'])(
    'reminds nobody whose mail comes back, such as that to %s',
    async (address) => {
      const { watch, open } = house(inReview({ unreachable: [address] }), minutesLater(24 * 60));
      await watch(ID, execution);
      expect(open()).toEqual([`${sam} reminder`]);
    },
  );

  test('asks others as well, and a clock that was held up does both at once', async () => {
    const { watch, open, images } = house(inReview(), minutesLater(50 * 60));
    expect(await watch(ID, execution)).toEqual({ next: 'wait', until: '2026-11-24T10:00:01.000Z' });
    expect(open()).toEqual([`${rita} reminder`, `${sam} reminder`, `${editor} escalation`]);
    expect(images.trail.map(({ type }) => type)).toEqual(['reminded', 'escalated']);
    expect(images.kept.get(ID)?.review?.reviewers).toEqual([rita, sam, editor]);
  });

  test('does nothing twice when it looks twice', async () => {
    const { watch, nudges, images } = house(inReview(), minutesLater(50 * 60));
    await watch(ID, execution);
    await watch(ID, execution);
    expect([nudges.sent.length, images.trail.length]).toEqual([3, 2]);
  });

  test('asks for the first time when quiet hours end', async () => {
    const milestones = [{ what: 'ask' as const, at: minutesLater(60).toISOString() }];
    const { askedAt: _, ...review } = inReview({ milestones }).review ?? { askedAt: '' };
    const quiet = { ...inReview(), review: review as never };
    const early = house(quiet, NOW);
    expect((await early.watch(ID, execution)).until).toBe('2026-11-21T11:00:01.000Z');
    expect(early.open()).toEqual([]);
    const { watch, open, images } = house(quiet, minutesLater(60));
    expect((await watch(ID, execution)).until).toBe('2026-11-24T10:00:01.000Z');
    expect(open()).toEqual([`${rita} review`, `${sam} review`]);
    expect(images.kept.get(ID)?.review?.askedAt).toBe(minutesLater(60).toISOString());
  });

  test('lets a review expire at its due time, and tells nobody who is asked', async () => {
    const { watch, open, workflow } = house(inReview(), minutesLater(72 * 60));
    expect(await watch(ID, execution)).toMatchObject({ next: 'expired' });
    expect(workflow.calls).toEqual(['deliver expired to token-1']);
    expect(open()).toEqual([]);
  });

  test.each([24 * 60, 73 * 60])('ends when a fault ended the picture, %d minutes on', async (after) => {
    const { watch, open } = house({ ...inReview(), status: 'failed' }, minutesLater(after));
    expect(await watch(ID, execution)).toMatchObject({ next: 'failed' });
    expect(open()).toEqual([]);
  });

  test('ends when another execution has the picture, or it is gone', async () => {
    const { watch } = house(inReview(), minutesLater(50 * 60));
    expect(await watch(ID, executionOf(`${ID}-1-2`))).toMatchObject({ next: 'superseded' });
    expect(await watch('01kadz5t9qx3m8v7rj2c4w6eha', execution)).toMatchObject({ next: 'superseded' });
  });
});

describe('a mail that comes back', () => {
  test('is on record with every picture that waits for its reviewer, and others are asked at once', async () => {
    const world = house(inReview(), NOW);
    const note = bouncing({ ...world, waitingFor: async () => [ID] });
    expect(await note(rita)).toBe(1);
    expect(world.images.trail.map(({ type, detail }) => [type, detail])).toEqual([
      ['bounced', rita],
      ['escalated', 'bounced'],
    ]);
    expect(world.open()).toEqual([`${editor} escalation`]);
    await note(rita);
    expect(world.images.trail).toHaveLength(2);
  });

  test('is on record with the rest where one of them was deleted a moment ago', async () => {
    const world = house(inReview(), NOW);
    const note = bouncing({ ...world, waitingFor: async () => ['01kadz5t9qx3m8v7rj2c4w6eha', ID] });
    expect(await note(rita)).toBe(2);
    expect(world.images.trail.map(({ type }) => type)).toEqual(['bounced', 'escalated']);
  });

  test('brings an editor all that waits in few writes', async () => {
    const world = house(inReview(), NOW);
    const ids = Array.from({ length: 30 }, (_, at) => `${ID.slice(0, 24)}${String(at).padStart(2, '0')}`);
    for (const id of ids) world.images.kept.set(id, { ...inReview(), id });
    await bouncing({ ...world, waitingFor: async () => ids })(rita);
    expect(world.digests.opened.get(`${editor} escalation`)).toMatchObject({ version: 3 });
    expect(world.digests.opened.get(`${editor} escalation`)?.entries).toHaveLength(30);
  });
});
