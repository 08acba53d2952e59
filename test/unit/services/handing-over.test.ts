import { describe, expect, test } from '@jest/globals';
import { ReviewOver } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { asking } from '#services/asking';
import type { Nudge } from '#services/digests';
import { escalating } from '#services/escalating';
import { handingOver } from '#services/handing-over';
import { inReview, minutesLater, NOW, policy } from '../core/images.ts';
import { memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const sam = 'sam@contactsheet.example';
const zoe = 'zoe@desk.example';
const editor = 'editor@contactsheet.example';
const passing = { from: rita, to: zoe };

function house(record: ImageRecord) {
  const kept = memoryImages(record);
  const digests = memoryDigests();
  const state = { at: NOW, beforeWrite: () => undefined as unknown };
  const images: typeof kept = {
    ...kept,
    change: async (id, rule) => {
      state.beforeWrite();
      return kept.change(id, rule);
    },
  };
  const services = { images, digests, nudges: memoryQueue<Nudge>(), times };
  const more = { newId: () => 'd1', now: () => state.at, allowed: { policy, domains: ['desk.example'] } };
  const open = () => [...digests.opened.keys()];
  return { ...services, ...more, state, open, ask: asking({ ...services, ...more }) };
}

/** Nobody was asked yet: quiet hours end in an hour. */
const quiet = (): ImageRecord => {
  const { askedAt: _, ...review } = inReview({
    milestones: [{ what: 'ask', at: minutesLater(60).toISOString() }],
  }).review ?? { askedAt: '' };
  return { ...inReview(), review: review as never };
};

describe('passing on', () => {
  test('asks the colleague, whose digest closed between joining and writing as well', async () => {
    const world = house(inReview());
    // It was as old as a digest may be, and its mail left out what was not theirs yet.
    world.state.beforeWrite = () => world.digests.opened.clear();
    await handingOver(world)(inReview(), passing);
    expect(world.open()).toEqual([`${zoe} review`]);
  });

  test('in the quiet hours that a round opened in mails nobody before they end, and then everybody once', async () => {
    const world = house(quiet());
    const { id, round } = await handingOver(world)(quiet(), passing);
    expect(world.open()).toEqual([]);
    world.state.at = minutesLater(60);
    await world.ask([{ id, round }]);
    expect(world.open()).toEqual([`${sam} review`, `${zoe} review`]);
  });

  test('while quiet hours end asks the colleague though the others were just asked', async () => {
    const world = house(quiet());
    world.state.beforeWrite = () => {
      world.state.at = minutesLater(60);
    };
    await handingOver(world)(quiet(), passing);
    expect(world.open()).toEqual([`${zoe} review`]);
  });

  test('in a round that ended a moment ago says that it is over', async () => {
    const world = house({ ...inReview(), round: 2 });
    await expect(handingOver(world)(inReview(), passing)).rejects.toThrow(ReviewOver);
  });
});

describe('asking others as well', () => {
  test('reaches them though their digest closed between joining and noting', async () => {
    const world = house(inReview());
    world.state.beforeWrite = () => world.digests.opened.clear();
    await escalating(world)([inReview()], 'late');
    expect(world.open()).toEqual([`${editor} escalation`]);
  });

  test('since a mail came back waits for the end of the quiet hours that the round opened in', async () => {
    const world = house(quiet());
    await escalating(world)([quiet()], 'bounced');
    expect(world.open()).toEqual([]);
    world.state.at = minutesLater(60);
    await world.ask([quiet()]);
    expect(world.open()).toEqual([`${rita} review`, `${sam} review`, `${editor} review`]);
  });
});
