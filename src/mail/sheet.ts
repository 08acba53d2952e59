import { oneLine, whenInWords } from '#core/words';
import type { Position } from './packing.ts';
import { type Asking, addresses, longest, opening } from './wording.ts';

/** A picture as a contact sheet shows it. What senders wrote may be anything. */
export interface SheetPicture {
  id: string;
  title: string;
  filename: string;
  sender: string;
  caption?: string | undefined;
  credit?: string | undefined;
  /** A sentence on how it came to this reviewer, such as who passed it on. */
  note?: string | undefined;
  dueAt: string;
  /** Pixels of the mail's thumbnail, which is shown at half its size. */
  width: number;
  height: number;
  thumbnailUrl: string;
  /** The reviewer's own link to this picture, without a query. */
  reviewUrl: string;
}

/** What a reviewer is asked at once, and why. */
export type SheetInput = Asking & {
  reviewer: string;
  /** The addresses of all who sent something in this batch. */
  senders: readonly string[];
  pictures: readonly SheetPicture[];
  /** The reviewer's own link to the page with all that waits. */
  deskUrl?: string | undefined;
  now: Date;
  /** Tells this batch from others; short, and part of the subject. */
  reference: string;
};

/** A picture with its texts made safe to show and its thumbnail's size on the page. */
export interface FrameView {
  id: string;
  /** Counted over the whole batch, so that a picture keeps its number in each part. */
  number: number;
  title: string;
  filename: string;
  caption: string;
  credit: string;
  note: string;
  /** Empty when all pictures come from the same sender. */
  sender: string;
  /** In words; empty when all pictures are due at the same time. */
  due: string;
  width: number;
  height: number;
  thumbnailUrl: string;
  look: string;
  approve: string;
  reject: string;
}

/** Everything one mail says, for the HTML and the plain text alike. */
export interface SheetView {
  subject: string;
  preheader: string;
  heading: string;
  /** Why this mail came; empty when it is the first about its pictures. */
  why: string;
  part: string;
  sent: string;
  /** `Please decide`, and by when. */
  ask: string;
  due: string;
  dueNote: string;
  how: string;
  desk: string;
  personal: string;
  footer: string;
  frames: FrameView[];
}

/** Makes the frames of a batch, numbered from one. */
export function framesOf(input: SheetInput): FrameView[] {
  const differ = dueTimes(input).length > 1;
  return input.pictures.map((picture, index) => {
    const filename = oneLine(picture.filename, longest.filename);
    return {
      id: picture.id,
      number: index + 1,
      title: oneLine(picture.title, longest.title) || filename || 'Untitled',
      filename,
      caption: oneLine(picture.caption ?? '', longest.caption),
      credit: oneLine(picture.credit ?? '', longest.credit),
      note: oneLine(picture.note ?? '', longest.note),
      sender: input.senders.length > 1 ? oneLine(picture.sender, longest.address) : '',
      due: differ ? whenInWords(picture.dueAt) : '',
      ...shownSize(picture),
      thumbnailUrl: picture.thumbnailUrl,
      look: picture.reviewUrl,
      approve: `${picture.reviewUrl}?choice=approve`,
      reject: `${picture.reviewUrl}?choice=reject`,
    };
  });
}

/** The side of the square that a thumbnail is fitted into, so that upright pictures stay in the row. */
const BOX = 320;

/** Pixels of a thumbnail in a mail: half of what was rendered, so that it is sharp on dense screens. */
export function shownSize({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const scale = Math.min(0.5, BOX / width, BOX / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** When the pictures are due, as a person would read it, the earliest first. */
function dueTimes({ pictures }: SheetInput): string[] {
  const moments = pictures.map((one) => new Date(one.dueAt).toISOString()).sort();
  return [...new Set(moments.map(whenInWords))];
}

/** Words one mail of a batch. */
export function sheetView(input: SheetInput, frames: FrameView[], position: Position): SheetView {
  const { part, parts } = position;
  const reference = oneLine(input.reference, longest.reference);
  const [due = '', ...later] = dueTimes(input);
  const { subject, heading, why } = opening(input, input.pictures.length, input.senders);
  return {
    // Mail clients thread by subject: what is before the part and the reference is of bounded length, 140 in all.
    subject: `${subject}${parts > 1 ? ` (${part} of ${parts})` : ''} [${reference}]`,
    preheader: `Please decide by ${due}.`,
    heading,
    why,
    part: parts > 1 ? partOf(frames, position) : '',
    sent: `Sent in by ${addresses(input.senders)}.`,
    ask: later.length > 0 ? 'Please decide on the first' : 'Please decide',
    due: `by ${due}`,
    dueNote: later.length > 0 ? 'Each picture says when it is due.' : '',
    how: howItWorks,
    desk: input.deskUrl ?? '',
    personal: `These links are yours alone (${oneLine(input.reviewer, longest.address)}): whoever holds them can decide in your name, so please do not forward this mail.`,
    footer: `Sheet ${reference}, mailed ${whenInWords(input.now)}`,
    frames,
  };
}

const howItWorks =
  'Approve and Reject open a page that shows the picture larger. Nothing is decided until you press a button there, where you can also leave a comment. Approved pictures are published, rejected ones are not, and those that nobody decides on in time expire.';

function partOf(frames: FrameView[], { part, parts }: Position): string {
  const first = frames[0]?.number;
  const last = frames.at(-1)?.number;
  const which = first === last ? `picture ${first}` : `pictures ${first} to ${last}`;
  return `This is mail ${part} of ${parts}, with ${which}.`;
}
