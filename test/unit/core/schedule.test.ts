import { describe, expect, test } from '@jest/globals';
import { dueMilestones, isQuiet, wakesAt, without } from '#core/milestone';
import { scheduleOf } from '#core/schedule';
import { minutesLater, NOW, policy, schedule } from './images.ts';

const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
const at = (text: string) => new Date(text);

describe('the times of a round', () => {
  test('are counted from its opening, in order', () => {
    expect(scheduleOf(policy, NOW)).toEqual(schedule);
  });

  test('leave out a reminder that would come after the end', () => {
    expect(scheduleOf({ ...policy, expireAfter: 'PT30H' }, NOW).milestones).toEqual([
      { at: minutesLater(24 * 60).toISOString(), what: 'remind' },
    ]);
  });

  test('begin at the end of quiet hours, in the zone of the house', () => {
    // 23:30 in Berlin, an hour ahead of UTC in winter.
    const { dueAt, milestones } = scheduleOf({ ...policy, quietHours: night }, at('2026-11-21T22:30:00Z'));
    expect(milestones[0]).toEqual({ what: 'ask', at: '2026-11-22T06:00:00.000Z' });
    expect(dueAt).toBe('2026-11-25T06:00:00.000Z');
  });

  test('put a reminder off to the morning, and leave the end as it is', () => {
    const short = {
      ...policy,
      remindAfter: ['PT8H'],
      escalateAfter: 'PT9H',
      expireAfter: 'PT10H',
      quietHours: night,
    };
    const { dueAt, milestones } = scheduleOf(short, at('2026-11-21T20:00:00Z'));
    // 21:00 in Berlin: eight and nine hours later nobody is mailed, and at 07:00 the review has just ended.
    expect([dueAt, milestones]).toEqual(['2026-11-22T06:00:00.000Z', []]);
    expect(scheduleOf({ ...short, expireAfter: 'PT11H' }, at('2026-11-21T20:00:00Z')).milestones).toEqual([
      { what: 'remind', at: '2026-11-22T06:00:00.000Z' },
      { what: 'escalate', at: '2026-11-22T06:00:00.000Z' },
    ]);
  });

  test.each([
    ['the minute they begin', '2026-11-21T21:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['after midnight', '2026-11-22T02:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['in the night that the clocks go back', '2026-10-25T00:30:00Z', '2026-10-25T06:00:00.000Z'],
    ['in the night that the clocks go forward', '2026-03-29T00:30:00Z', '2026-03-29T05:00:00.000Z'],
  ])('are quiet %s', (_, opened, asked) => {
    const { milestones } = scheduleOf({ ...policy, quietHours: night }, at(opened));
    expect(milestones[0]).toEqual({ what: 'ask', at: asked });
  });

  test.each([
    ['the minute they end', '2026-11-22T06:00:00Z'],
    ['by day', '2026-11-22T12:00:00Z'],
    ['just before they begin', '2026-11-22T20:59:59Z'],
  ])('are not quiet %s', (_, opened) => {
    const { milestones } = scheduleOf({ ...policy, quietHours: night }, at(opened));
    expect(milestones.filter(({ what }) => what === 'ask')).toEqual([]);
  });

  // Berlin, 2026: at 01:00 UTC on 29 March 02:00 becomes 03:00, and on 25 October 03:00 becomes 02:00.
  const spring = (clock: string) => `2026-03-29T${clock}:00Z`;
  const autumn = (clock: string) => `2026-10-25T${clock}:00Z`;
  test.each([
    ['begin in the hour that is skipped', '02:30', '06:00', spring('01:10'), spring('04:00')],
    ['begin there, at the change itself', '02:30', '06:00', spring('01:00'), spring('04:00')],
    ['end in the hour that is skipped', '22:00', '02:30', spring('00:30'), spring('01:00')],
    ['begin in the hour that comes twice', '02:30', '06:00', autumn('00:40'), autumn('05:00')],
    ['begin there, in its second run', '02:30', '06:00', autumn('01:10'), autumn('05:00')],
    ['end in the hour that comes twice', '22:00', '02:30', autumn('00:10'), autumn('01:30')],
    ['end there, in its second run', '22:00', '02:30', autumn('01:10'), autumn('01:30')],
  ])('are quiet where they %s', (_, from, to, opened, asked) => {
    const quietHours = { from, to, timeZone: 'Europe/Berlin' };
    const { milestones } = scheduleOf({ ...policy, quietHours }, at(opened));
    expect(milestones[0]).toEqual({ what: 'ask', at: at(asked).toISOString() });
  });

  test.each([
    ['just before the change that they begin at', '02:30', '06:00', spring('00:59')],
    ['just after the change that they end at', '22:00', '02:30', spring('01:00')],
    ['where they lie within the hour that is skipped', '02:15', '02:45', spring('01:10')],
    ['before they begin in the hour that comes twice', '02:30', '06:00', autumn('00:29')],
  ])('are not quiet %s', (_, from, to, opened) => {
    const quietHours = { from, to, timeZone: 'Europe/Berlin' };
    const { milestones } = scheduleOf({ ...policy, quietHours }, at(opened));
    expect(milestones.filter(({ what }) => what === 'ask')).toEqual([]);
  });

  test.each([
    ['Europe/Berlin', '2026-03-28T12:00:00Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z'],
    ['America/New_York', '2026-11-01T00:00:00Z'],
    // It changes by half an hour, and there at midnight.
    ['Australia/Lord_Howe', '2026-04-04T00:00:00Z'],
    ['Africa/Cairo', '2026-04-23T12:00:00Z'],
  ])('never ask at a time of day that is quiet, in %s from %s', (timeZone, start) => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    const hours = ['23:30', '00:30', '02:15', '02:30', '07:00'];
    const pairs = hours.flatMap((from) => hours.filter((to) => to !== from).map((to) => ({ from, to })));
    const wrong: string[] = [];
    for (const { from, to } of pairs) {
      for (let minute = 0; minute < 24 * 60; minute += 30) {
        const opened = new Date(at(start).getTime() + minute * 60_000);
        const { milestones } = scheduleOf({ ...policy, quietHours: { from, to, timeZone } }, opened);
        const asked = milestones.find(({ what }) => what === 'ask')?.at ?? opened.toISOString();
        const read = clock.format(new Date(asked));
        const isQuiet = from < to ? from <= read && read < to : read >= from || read < to;
        if (isQuiet) wrong.push(`${from} to ${to}, asked at ${read} for ${opened.toISOString()}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('may be quiet at noon', () => {
    const noon = { from: '12:00', to: '14:00', timeZone: 'UTC' };
    const { milestones } = scheduleOf({ ...policy, quietHours: noon }, at('2026-11-22T13:00:00Z'));
    expect(milestones[0]).toEqual({ what: 'ask', at: '2026-11-22T14:00:00.000Z' });
  });
});

describe('the clock of a round', () => {
  test('wakes a second after the next milestone, or after the due time', () => {
    expect(wakesAt(schedule)).toBe(new Date(minutesLater(24 * 60).getTime() + 1000).toISOString());
    expect(wakesAt({ ...schedule, milestones: [] })).toBe(
      new Date(minutesLater(72 * 60).getTime() + 1000).toISOString(),
    );
  });

  test('finds nothing due before its time, and each thing once after it', () => {
    const twice = { ...schedule, milestones: [...schedule.milestones.slice(0, 1), ...schedule.milestones] };
    expect(dueMilestones(twice, minutesLater(24 * 60 - 1))).toEqual([]);
    expect(dueMilestones(twice, minutesLater(48 * 60))).toEqual(['remind', 'escalate']);
  });

  test('leaves behind what is done, and keeps what is still to come', () => {
    const { milestones } = schedule;
    expect(without(milestones, 'remind', minutesLater(24 * 60))).toEqual(milestones.slice(1));
    expect(without(milestones, 'remind', NOW)).toEqual(milestones);
  });

  test('is quiet until the asking', () => {
    const asking = { ...schedule, milestones: [{ what: 'ask' as const, at: minutesLater(1).toISOString() }] };
    expect([isQuiet(asking, NOW), isQuiet(asking, minutesLater(1)), isQuiet(schedule, NOW)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
