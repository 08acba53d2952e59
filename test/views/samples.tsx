import { contactSheets } from '#mail/contact-sheet';
import { outcomeMails } from '#mail/outcome';
import { deskPage } from '#pages/desk';
import { messagePage, type ReviewView, reviewPage } from '#pages/review';
import { waiting } from './desk-server.ts';

const at = '2026-11-21T10:00:00Z';
const [rita, sam, tom] = ['rita', 'sam', 'tom'].map((name) => `${name}@contactsheet.example`);
const thumbnail = { url: 'link/thumbnail', width: 640, height: 427 };
const next = { url: 'next', title: 'Rocket on its pad at dawn', left: 4 };
const others = [
  { by: sam ?? '', decision: 'approve', at, comment: 'Lovely light.\nThe horizon could be straighter.' },
] as const;
const open: ReviewView = {
  state: 'open',
  titleVersion: 1,
  title: 'Coffee on a table of very old and very dark wood',
  filename: 'coffee.png',
  sender: 'ann@contactsheet.example',
  reviewer: rita ?? '',
  caption: 'An espresso with a spoon.',
  credit: 'Rachel Michetti',
  facts: { width: 600, height: 400, bytes: 466_706, contentType: 'image/png', dynamicRange: 'hdr' },
  thumbnail,
  dueAt: '2026-11-24T14:05:00Z',
  decisions: others,
  quorum: { required: 2, reviewers: 3 },
};
const mine: ReviewView = {
  state: 'decided',
  title: 'Coffee',
  thumbnail,
  by: rita ?? '',
  decision: 'approve',
  at,
  mine: true,
};
const handover = {
  to: 'tom@elsewhere.example',
  comment: 'Please look.',
  problem: 'Nobody with this address may review here.',
};

/** Each state that the review page has. */
export const reviews: Readonly<Record<string, string>> = {
  open: reviewPage(open),
  'open-escalated': reviewPage({ ...open, escalatedAfter: 'P2D', undone: true, choice: 'approve' }),
  'open-retitled': reviewPage({
    ...open,
    titleVersion: 2,
    titleNote:
      'Only the title is new. The picture is public as “Coffee”, and stays so unless the new one is approved.',
    titleChanged: { comment: 'Lovely light.' },
  }),
  'open-handover': reviewPage({ ...open, handover }),
  'decided-waiting': reviewPage({
    ...mine,
    missing: 1,
    canUndo: true,
    justNow: true,
    next,
    others,
    comment: 'Yes.',
  }),
  'decided-undo': reviewPage({ ...mine, canUndo: true, undoUntil: '2026-11-21T10:01:40Z', next }),
  'decided-withdraw': reviewPage({ ...mine, canWithdraw: true, others }),
  'decided-rejected': reviewPage({ ...mine, decision: 'reject', mine: false, by: tom ?? '', conflict: true }),
  'decided-title': reviewPage({ ...mine, decision: 'reject', otherwiseCalled: 'Espresso', canUndo: true }),
  withdrawn: reviewPage({ ...mine, withdrawn: true, justWithdrawn: true, next }),
  'handed-over': reviewPage({
    state: 'handed-over',
    title: 'Coffee',
    thumbnail,
    to: tom ?? '',
    at,
    comment: 'Your field.',
    next,
  }),
  expired: reviewPage({ state: 'expired', title: 'Coffee', reason: 'due', next }),
  'invalid-link': messagePage({ title: 'Invalid link', message: 'This link is not valid.' }),
};

/** Each state that the desk comes in. */
export const desks = (script: string): Readonly<Record<string, string>> => ({
  desk: deskPage({ ...waiting(7), marked: 7 }, script),
  'desk-results': deskPage(
    {
      ...waiting(3),
      results: [
        { id: 'x', title: 'Coffee', done: 'approved' },
        { id: 'p0', title: 'Picture 0', done: 'undone' },
        { id: 'p1', title: 'Picture 1', problem: 'The time to decide on this picture is over.' },
      ],
    },
    script,
  ),
  'desk-empty': deskPage(waiting(0), script),
});

const asked = Array.from({ length: 5 }, (_, index) => ({
  id: `id-${index}`,
  title: `Picture ${index}`,
  filename: `picture-${index}.jpg`,
  sender: index === 0 ? (sam ?? '') : 'ann@contactsheet.example',
  caption: 'The pad at dawn.',
  credit: 'NASA',
  dueAt: index === 1 ? '2026-11-25T09:00:00Z' : '2026-11-24T14:05:00Z',
  ...(index % 3 ? { width: 600, height: 400 } : { width: 400, height: 600 }),
  ...(index === 2 ? { note: `Passed on to you by ${tom}: “please look at the colours”` } : {}),
  thumbnailUrl: 'https://pictures.example/reviews/r1/thumbnail',
  reviewUrl: 'https://pictures.example/reviews/r1',
}));
const batch = { now: new Date(at), reference: 'K3F9X2' };
const sheet = {
  ...batch,
  reviewer: rita ?? '',
  senders: ['ann@contactsheet.example', sam ?? ''],
  pictures: asked,
  deskUrl: 'https://pictures.example/desk/d1',
};
const ends = ['rejected', 'approved', 'expired', 'failed', 'approved', 'approved'] as const;

/** A mail of each kind, as HTML. */
export const mails: Readonly<Record<string, string | undefined>> = {
  'mail-review': contactSheets({ ...sheet, kind: 'review' })[0]?.html,
  'mail-reminder': contactSheets({ ...sheet, kind: 'reminder' })[0]?.html,
  'mail-escalation': contactSheets({ ...sheet, kind: 'escalation', asked: [tom ?? ''], askedAt: at })[0]
    ?.html,
  'mail-outcome': outcomeMails({
    ...batch,
    sender: 'ann@contactsheet.example',
    pictures: ends.map((outcome, index) => ({
      id: `id-${index}`,
      title: `Picture ${index}`,
      filename: `picture-${index}.jpg`,
      outcome,
      comments: index < 2 ? others.map(({ by, comment }) => ({ by, comment })) : [],
      ...(outcome === 'failed' ? { reason: 'The picture data is damaged.' } : {}),
      ...(outcome === 'approved'
        ? { thumbnail: { url: 'https://pictures.example/images/1/thumbnails/mail', width: 600, height: 400 } }
        : {}),
      pictureUrl: `https://pictures.example/#/images/id-${index}`,
    })),
  })[0]?.html,
};
