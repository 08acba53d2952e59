import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../../src/console/api/images.ts';
import { type List, merge, moves, nothing, pagesToAsk, replace } from '../../../src/console/live/list.ts';
import { rightsOf } from '../../../src/console/parts/rights.ts';
import {
  folded,
  happened,
  lasting,
  standing,
  statuses,
  titleOf,
  unmailed,
  unreached,
} from '../../../src/console/parts/words.ts';
import { routeOf } from '../../../src/console/route.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

function image(id: string, part: Partial<Image> = {}): Image {
  return {
    id,
    title: id,
    titleVersion: 1,
    publicTitle: null,
    filename: `${id}.jpg`,
    status: 'in-review',
    round: 1,
    createdAt: '2026-11-24T11:59:00Z',
    updatedAt: '2026-11-24T11:59:00Z',
    createdBy: 'carla@example.com',
    original: null,
    thumbnails: [],
    placeholder: null,
    policy: { reviewers: ['rita@example.com'], required: 1, remindAfter: [], expireAfter: 'P3D' },
    notifySender: true,
    review: null,
    failure: null,
    ...part,
  };
}
const reviewed = (part: Partial<NonNullable<Image['review']>> = {}) => ({
  reviewers: ['rita@example.com'],
  required: 1,
  openedAt: '2026-11-24T12:00:00Z',
  decisions: [],
  handovers: [],
  unreachable: [],
  dueAt: '2026-11-27T12:00:00Z',
  ...part,
});
const page = (ids: string, nextCursor?: string) => ({
  items: [...ids].map((id) => image(id)),
  ...(nextCursor ? { nextCursor } : {}),
});
const ids = ({ items }: List) => items.map(({ id }) => id).join('');

describe('a list that is kept up with', () => {
  const two = merge(merge(nothing, undefined, page('zyx', 'x')), 'x', page('wvu', 'u'));

  test('grows by pages, newest first', () => {
    expect(ids(two)).toBe('zyxwvu');
    expect([two.next, two.loaded]).toEqual(['u', true]);
    const end = merge(two, 'u', page('t'));
    expect([ids(end), end.next]).toEqual(['zyxwvut', undefined]);
  });

  test('forgets what its page does not show any more, and nothing beyond that page', () => {
    expect(ids(merge(two, undefined, page('zx', 'x')))).toBe('zxwvu');
    expect(ids(merge(two, 'x', page('wu', 'u')))).toBe('zyxwu');
    expect(ids(merge(two, 'x', page('w')))).toBe('zyxw');
  });

  test('keeps what new pictures push off the first page, and goes on where it was', () => {
    const { next, ...list } = merge(two, undefined, page('~}z', 'z'));
    expect(list.items.map(({ id }) => id).join('')).toBe('~}zyxwvu');
    expect(next).toBe('u');
    const moving = replace({ ...list, next }, image('y', { status: 'processing' }));
    expect(pagesToAsk(moving, (one) => moves(one, NOW))).toEqual([undefined, 'z']);
  });

  test('shows what is newer of a picture', () => {
    const later = merge(two, undefined, { items: [image('z', { title: 'new' })], nextCursor: 'z' });
    expect(later.items[0]?.title).toBe('new');
    expect(replace(two, image('v', { title: 'put' })).items[4]?.title).toBe('put');
  });

  test('asks for its first page, and for others only where something moves', () => {
    const moving = (id: string) => (one: Image) => one.id === id;
    expect(pagesToAsk(two, () => false)).toEqual([undefined]);
    expect(pagesToAsk(two, moving('y'))).toEqual([undefined]);
    expect(pagesToAsk(two, moving('v'))).toEqual([undefined, 'x']);
  });
});

describe('what moves', () => {
  test.each([
    ['processing', image('a', { status: 'processing' })],
    ['uploading since a minute', image('a', { status: 'awaiting-upload' })],
    ['decided, and not carried out', image('a', { review: reviewed({ outcome: 'approved' }) })],
  ])('is what is %s', (_, one) => {
    expect(moves(one, NOW)).toBe(true);
  });

  test.each([
    ['waits for a person', image('a', { review: reviewed() })],
    ['was never uploaded', image('a', { status: 'awaiting-upload', createdAt: '2026-11-24T11:40:00Z' })],
    ['is published', image('a', { status: 'approved', review: reviewed({ outcome: 'approved' }) })],
  ])('is not what %s', (_, one) => {
    expect(moves(one, NOW)).toBe(false);
  });
});

describe('what is offered', () => {
  const may = (one: Partial<Image>, email: string, groups: string[] = []) =>
    Object.entries(rightsOf(image('a', one), { sub: email, email, groups }, NOW))
      .filter(([, offered]) => offered)
      .map(([name]) => name)
      .join(' ');
  const own = { by: 'rita@example.com', decision: 'approve' as const, at: '2026-11-24T11:58:00Z' };
  const fault = { code: 'processing-died', message: '' };
  const refused = { code: 'truncated', message: '' };

  test.each<[string, Partial<Image>, string, string[], string]>([
    ['its sender', { review: reviewed() }, 'carla@example.com', [], 'rename remove original'],
    [
      'its sender of a fault',
      { status: 'failed', failure: fault },
      'carla@example.com',
      [],
      'rename remove restart original',
    ],
    [
      'its sender of a refusal',
      { status: 'failed', failure: refused },
      'carla@example.com',
      [],
      'rename remove original',
    ],
    ['an operator', { status: 'expired' }, 'olga@example.com', ['operators'], 'remove restart'],
    ['a reviewer', { review: reviewed() }, 'rita@example.com', ['reviewers'], 'original decide'],
    [
      'a reviewer of their own',
      { review: reviewed() },
      'carla@example.com',
      ['reviewers'],
      'rename remove original',
    ],
    [
      'a reviewer who decided',
      { review: reviewed({ decisions: [own] }) },
      'rita@example.com',
      ['reviewers'],
      'original undo',
    ],
    [
      'a reviewer who decided by a link at another label of their address',
      { review: reviewed({ decisions: [{ ...own, by: 'rita+pics@example.com' }] }) },
      'rita@example.com',
      ['reviewers'],
      'original undo',
    ],
    [
      'a reviewer who sent it by another label of their address',
      { status: 'rejected', createdBy: 'rita+x@example.com', review: reviewed() },
      'rita@example.com',
      ['reviewers'],
      'original',
    ],
    [
      'a reviewer of their own that a colleague withdrew',
      { status: 'withdrawn' },
      'carla@example.com',
      ['reviewers'],
      'rename remove original',
    ],
    [
      'its sender, who started it again a moment ago',
      { status: 'expired', round: 2, updatedAt: '2026-11-24T11:59:30Z' },
      'carla@example.com',
      [],
      'rename remove pausedUntil original',
    ],
    [
      'its sender after as many rounds as there may be',
      { status: 'expired', round: 20, updatedAt: '2026-11-23T11:59:00Z' },
      'carla@example.com',
      [],
      'rename remove usedUp original',
    ],
    [
      'a reviewer after as many rounds as there may be',
      { status: 'rejected', round: 20 },
      'rita@example.com',
      ['reviewers'],
      'usedUp original',
    ],
    [
      'its sender of an approved picture whose policy refuses new titles',
      {
        status: 'approved',
        policy: { reviewers: [], required: 1, remindAfter: [], expireAfter: 'P3D', renameApproved: 'refuse' },
      },
      'carla@example.com',
      [],
      'remove original',
    ],
    [
      'a reviewer of a public picture whose new title is in review',
      { review: reviewed({ retitled: { from: 'a', to: 'b' } }) },
      'rita@example.com',
      ['reviewers'],
      'original decide withdraw',
    ],
    [
      'a reviewer who approved half a minute ago',
      { status: 'approved', review: reviewed({ decisions: [own], settledAt: '2026-11-24T11:59:30Z' }) },
      'rita@example.com',
      ['reviewers'],
      'original undo withdraw',
    ],
    [
      'a reviewer who approved long ago',
      { status: 'approved', review: reviewed({ decisions: [own], settledAt: '2026-11-24T11:58:30Z' }) },
      'rita@example.com',
      ['reviewers'],
      'original withdraw',
    ],
    [
      'a reviewer of a withdrawn one',
      { status: 'withdrawn' },
      'rita@example.com',
      ['reviewers'],
      'original reopen',
    ],
    ['somebody else', { review: reviewed() }, 'eve@example.com', [], ''],
  ])('%s gets what they may do, and nothing else', (_, one, email, groups, offered) => {
    expect(may(one, email, groups)).toBe(offered);
  });
});

describe('words', () => {
  test.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 min'],
    [3 * 3_600_000, '3 h'],
    [3 * 3_600_000 + 12.9 * 60_000, '3 h 12 min'],
    [52 * 3_600_000 + 60_000, '2 d 4 h'],
    [48 * 3_600_000 + 60_000, '2 d'],
  ])('%s ms are %s', (ms, words) => {
    expect(lasting(ms)).toBe(words);
  });

  test('there are some for each status, and a decided picture is not called in review', () => {
    const said = statuses.map((status) => standing({ status, review: null }));
    expect(new Set(said).size).toBe(8);
    expect(standing({ status: 'in-review', review: reviewed({ outcome: 'rejected' }) })).toMatch(/^Rejected/);
  });

  test('an event of a kind that the page does not know is shown by its name', () => {
    expect(happened({ type: 'decided', detail: 'reject' })).toBe('rejected it');
    expect(happened({ type: 'painted' as 'created' })).toBe('painted');
  });
});

test.each([
  ['', { view: 'sheet' }],
  ['#/', { view: 'sheet' }],
  ['#/?status=approved', { view: 'sheet', status: 'approved' }],
  ['#/images/01abc', { view: 'picture', id: '01abc' }],
  ['#/images/', { view: 'sheet' }],
  ['#/waiting', { view: 'waiting' }],
  ['#/executions', { view: 'executions' }],
  ['#main', { view: 'sheet' }],
])('the address %s leads to %j', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

test('a title is shown without what turns the direction of reading, and is never empty', () => {
  expect(titleOf(image('a', { title: 'holiday\u202egnp.hta\n' }))).toBe('holidaygnp.hta');
  expect(titleOf(image('a', { title: '\u200b\u3164' }))).toBe('Untitled');
});

test('equal warnings that mail does not reach a reviewer are folded into one with a count', () => {
  const gone = image('a', { review: reviewed({ unreachable: ['rita@example.com'] }) });
  const other = image('b', { review: reviewed({ unreachable: ['sam@example.com'] }) });
  const counts = unreached([...Array.from({ length: 29 }, () => gone), other, image('c')]);
  expect([...counts]).toEqual([
    ['rita@example.com', 29],
    ['sam@example.com', 1],
  ]);
  expect(folded(counts)).toEqual(['rita@example.com']);
  // What is decided waits for nobody.
  expect(unreached([{ ...gone, status: 'approved' }]).size).toBe(0);
});

test('a reviewer whose mail has still to leave is not one who had it, decided, passed the picture on or takes none', () => {
  const at = '2026-11-24T12:00:00Z';
  const review = reviewed({
    reviewers: [
      'rita@example.com',
      'sam@example.com',
      'zoe@example.com',
      'eva@example.com',
      'tom@example.com',
    ],
    mailed: ['rita+pics@example.com'],
    decisions: [{ by: 'sam@example.com', decision: 'approve', at }],
    handovers: [{ from: 'zoe@example.com', to: 'tom@example.com', at }],
    unreachable: ['eva@example.com'],
  });
  expect(unmailed(review)).toEqual(['tom@example.com']);
});
