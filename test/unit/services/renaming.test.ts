import { describe, expect, test } from '@jest/globals';
import { Forbidden, NotFound } from '#core/errors';
import type { ImageRecord } from '#core/image';
import type { Nudge } from '#services/digests';
import { renaming } from '#services/renaming';
import { decisions } from '#services/reviews';
import { ID, inReview, minutesLater, NOW } from '../core/images.ts';
import { fakeWorkflow, memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const mayRename = () => undefined;

function house(record: ImageRecord) {
  const digests = memoryDigests();
  const workflow = fakeWorkflow();
  const services = {
    images: memoryImages(record),
    digests,
    workflow,
    nudges: memoryQueue<Nudge>(),
    times,
    newId: () => 'd1',
    now: () => NOW,
  };
  const rename = renaming(services);
  return {
    ...services,
    rename: (title: string) => rename({ id: ID, title, by: 'ann@contactsheet.example', mayRename }),
    refused: (error: Error) =>
      rename({
        id: ID,
        title: 'Tea',
        by: 'eve',
        mayRename: () => {
          throw error;
        },
      }),
    decide: decisions(services),
    asked: () => [...digests.opened.keys()],
  };
}

const approved = (): ImageRecord => ({ ...inReview({ outcome: 'approved' }), status: 'approved' });
const half = (): ImageRecord =>
  inReview({ required: 2, decisions: [{ by: rita, decision: 'approve', at: NOW.toISOString() }] });

describe('renaming a picture', () => {
  test('in review mails those who had approved the other title, and nobody else', async () => {
    const world = house(half());
    await world.rename('Tea');
    expect(world.asked()).toEqual([`${rita} review`]);
    expect(world.workflow.calls).toEqual([]);
  });

  test('in quiet hours that its round opened in mails nobody: all are asked when those end', async () => {
    const ask = { what: 'ask' as const, at: minutesLater(60).toISOString() };
    const record = half();
    const world = house(
      record.review ? { ...record, review: { ...record.review, milestones: [ask] } } : record,
    );
    await world.rename('Tea');
    expect(world.asked()).toEqual([]);
    expect(world.images.kept.get(ID)).toMatchObject({ title: 'Tea', review: { decisions: [] } });
  });

  test('asks before the title is written, and again where that mail left before it was', async () => {
    const world = house(half());
    const { change } = world.images;
    const before: string[][] = [];
    world.images.change = async (...order) => {
      before.push(world.asked());
      world.digests.opened.clear();
      return change(...order);
    };
    await world.rename('Tea');
    expect(before).toEqual([[`${rita} review`]]);
    expect(world.asked()).toEqual([`${rita} review`]);
  });

  test('to the title that it has mails nobody and starts nothing', async () => {
    for (const record of [half(), approved()]) {
      const world = house(record);
      await world.rename('Coffee');
      expect([world.asked(), world.workflow.calls]).toEqual([[], []]);
    }
  });

  test('once it is approved starts its review, which asks by itself', async () => {
    const world = house(approved());
    await world.rename('Tea');
    expect(world.asked()).toEqual([]);
    expect(world.workflow.calls).toEqual([`start ${ID}-2-1`]);
  });

  test('back to the approved title stops that review, and so does withdrawing the picture', async () => {
    const stopped = [`start ${ID}-2-1`, `stop ${ID}-2-1`, `stop clock of ${ID}-2-1`];
    const back = house(approved());
    await back.rename('Tea');
    await back.rename('Coffee');
    expect(back.workflow.calls).toEqual(stopped);
    const withdrawn = house(approved());
    await withdrawn.rename('Tea');
    await withdrawn.decide({ id: ID, by: rita, decision: 'withdraw' });
    expect(withdrawn.workflow.calls).toEqual(stopped);
  });

  test('is only for who may, before anything is mailed', async () => {
    const world = house(half());
    await expect(world.refused(new Forbidden('no'))).rejects.toThrow(Forbidden);
    expect([world.asked(), world.images.trail]).toEqual([[], []]);
    world.images.kept.clear();
    await expect(world.rename('Tea')).rejects.toThrow(NotFound);
  });
});
