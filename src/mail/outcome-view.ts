import { countInWords, oneLine, someLines, whenInWords } from '#core/words';
import type { Position } from './packing.ts';
import { shownSize } from './sheet.ts';
import { longest } from './wording.ts';

const outcomes = ['approved', 'withdrawn', 'rejected', 'expired', 'failed'] as const;

/** What became of a picture: a person's decision, one that was taken back, none in time, or a file or a fault that stopped it. */
export type Fate = (typeof outcomes)[number];

/** A picture whose way has ended, as its sender is told. */
export interface OutcomePicture {
  id: string;
  title: string;
  filename: string;
  outcome: Fate;
  /** What reviewers wrote with their decisions. */
  comments: readonly { by: string; comment: string }[];
  /** Why it failed, and what to do about it. */
  reason?: string | undefined;
  /** Pixels as rendered; of an approved picture only, since others are not public. */
  thumbnail?: { url: string; width: number; height: number } | undefined;
  /** The picture in the console. */
  pictureUrl: string;
}

/** What a sender is told at once. */
export interface OutcomeInput {
  sender: string;
  pictures: readonly OutcomePicture[];
  now: Date;
  /** Tells this batch from others; short, and part of the subject. */
  reference: string;
}

/** A picture with its texts made safe to show. */
export interface ResultView {
  id: string;
  number: number;
  outcome: Fate;
  title: string;
  filename: string;
  reason: string;
  comments: readonly { by: string; comment: string }[];
  thumbnail: { thumbnailUrl: string; width: number; height: number } | undefined;
  look: string;
}

/** Everything one mail says, for the HTML and the plain text alike. */
export interface OutcomeView {
  subject: string;
  preheader: string;
  heading: string;
  part: string;
  groups: { heading: string; next: string; pictures: ResultView[] }[];
  why: string;
  footer: string;
}

/** What a sender can do about each outcome. */
const next = {
  approved: 'Published: nothing is left to do.',
  withdrawn: 'A reviewer took it back: it is not public any more. It may be put up for review again.',
  rejected: 'Not published. Change what the reviewers ask for and send it as a new picture.',
  expired: 'Nobody decided in time. Open it in the console and start it again: the reviewers are asked anew.',
  failed:
    'Where the fault was ours, open it in the console and start it again. Otherwise send another file, best a JPEG.',
} as const;

/** Sorts the pictures of a batch by their outcomes, numbered from one. */
export function resultsOf({ pictures }: OutcomeInput): ResultView[] {
  const sorted = outcomes.flatMap((fate) => pictures.filter((one) => one.outcome === fate));
  return sorted.map((picture, index) => {
    const { id, outcome, thumbnail } = picture;
    const filename = oneLine(picture.filename, longest.filename);
    return {
      id,
      number: index + 1,
      outcome,
      title: oneLine(picture.title, longest.title) || filename || 'Untitled',
      filename,
      reason: oneLine(picture.reason ?? '', longest.note),
      comments: picture.comments.map(({ by, comment }) => ({
        by: oneLine(by, longest.address),
        comment: someLines(comment, longest.comment),
      })),
      thumbnail: thumbnail && { thumbnailUrl: thumbnail.url, ...shownSize(thumbnail) },
      look: picture.pictureUrl,
    };
  });
}

/** Words one mail of a batch. */
export function outcomeView(input: OutcomeInput, results: ResultView[], position: Position): OutcomeView {
  const { part, parts } = position;
  const reference = oneLine(input.reference, longest.reference);
  const heading = summary(input.pictures);
  return {
    subject: `${heading}${parts > 1 ? ` (${part} of ${parts})` : ''} [${reference}]`,
    preheader: results
      .map((one) => `${one.title}: ${one.outcome}`)
      .slice(0, 3)
      .join(', '),
    heading,
    part: parts > 1 ? `This is mail ${part} of ${parts}.` : '',
    groups: outcomes.flatMap((fate) =>
      group(
        fate,
        results.filter((one) => one.outcome === fate),
      ),
    ),
    why: `You (${oneLine(input.sender, longest.address)}) sent these pictures in. Whether you are told is chosen for each picture when it is sent.`,
    footer: `Sheet ${reference}, mailed ${whenInWords(input.now)}`,
  };
}

function group(fate: Fate, pictures: ResultView[]): OutcomeView['groups'] {
  const heading = `${fate[0]?.toUpperCase()}${fate.slice(1)}`;
  return pictures.length > 0 ? [{ heading, next: next[fate], pictures }] : [];
}

/** "2 pictures approved, 1 rejected". */
function summary(pictures: readonly OutcomePicture[]): string {
  const counts = outcomes
    .map((fate) => ({ fate, count: pictures.filter((one) => one.outcome === fate).length }))
    .filter(({ count }) => count > 0);
  return counts
    .map(
      ({ fate, count }, at) =>
        `${at === 0 ? countInWords(count, 'picture') : count.toLocaleString('en-GB')} ${fate}`,
    )
    .join(', ');
}
