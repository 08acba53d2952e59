import { countInWords, listInWords, oneLine, whenInWords } from '#core/words';

/** A picture as a contact sheet shows it. What senders wrote may be anything. */
export interface SheetPicture {
  id: string;
  title: string;
  filename: string;
  caption?: string | undefined;
  credit?: string | undefined;
  /** Pixels of the mail's thumbnail, which is shown at half its size. */
  width: number;
  height: number;
  thumbnailUrl: string;
  /** The reviewer's own link to this picture, without a query. */
  reviewUrl: string;
}

/** What a reviewer is asked at once. */
export interface SheetInput {
  reviewer: string;
  /** The addresses of all who sent something in this batch. */
  senders: readonly string[];
  pictures: readonly (SheetPicture & { sender: string })[];
  /** The earliest due time of all pictures. */
  dueAt: string;
  now: Date;
  /** Tells this batch from others; short, and part of the subject. */
  reference: string;
}

/** A picture with its texts made safe to show and its thumbnail's size on the page. */
export interface FrameView {
  id: string;
  /** Counted over the whole batch, so that a picture keeps its number in each part. */
  number: number;
  title: string;
  filename: string;
  caption: string;
  credit: string;
  /** Empty when all pictures come from the same sender. */
  sender: string;
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
  masthead: string;
  heading: string;
  part: string;
  sent: string;
  due: string;
  how: string;
  personal: string;
  footer: string;
  frames: FrameView[];
}

const longest = { title: 120, caption: 400, credit: 200, filename: 100, sender: 80, reference: 24 } as const;

/** The side of the square that a thumbnail is fitted into, so that upright pictures stay in the row. */
const BOX = 320;

/** Makes the frames of a batch, numbered from one. */
export function framesOf(input: SheetInput): FrameView[] {
  return input.pictures.map((picture, index) => {
    const filename = oneLine(picture.filename, longest.filename);
    return {
      id: picture.id,
      number: index + 1,
      title: oneLine(picture.title, longest.title) || filename || 'Untitled',
      filename,
      caption: oneLine(picture.caption ?? '', longest.caption),
      credit: oneLine(picture.credit ?? '', longest.credit),
      sender: input.senders.length > 1 ? oneLine(picture.sender, longest.sender) : '',
      ...shownSize(picture),
      thumbnailUrl: picture.thumbnailUrl,
      look: picture.reviewUrl,
      approve: `${picture.reviewUrl}?choice=approve`,
      reject: `${picture.reviewUrl}?choice=reject`,
    };
  });
}

function shownSize({ width, height }: SheetPicture): { width: number; height: number } {
  const scale = Math.min(0.5, BOX / width, BOX / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Words one mail of a batch: its part, counted from one, of so many parts. */
export function sheetView(
  input: SheetInput,
  frames: FrameView[],
  { part, parts }: { part: number; parts: number },
): SheetView {
  const count = countInWords(input.pictures.length, 'picture');
  const reference = oneLine(input.reference, longest.reference);
  const due = whenInWords(input.dueAt);
  return {
    subject: subjectOf(input, count, reference, parts > 1 ? ` (${part} of ${parts})` : ''),
    preheader: `Please decide by ${due}.`,
    masthead: 'Contactsheet',
    heading: `${count} to review`,
    part: parts > 1 ? partOf(frames, part, parts) : '',
    sent: `Sent in by ${sendersInWords(input.senders, 5)}.`,
    due: `by ${due}`,
    how: howItWorks,
    personal: `These links are yours alone (${oneLine(input.reviewer, longest.sender)}): whoever holds them can decide in your name, so please do not forward this mail.`,
    footer: `Sheet ${reference}, mailed ${whenInWords(input.now)}`,
    frames,
  };
}

const howItWorks =
  'Approve and Reject open a page that shows the picture larger. Nothing is decided until you press a button there, where you can also leave a comment. Approved pictures are published, rejected ones are not, and those that nobody decides on in time expire.';

function partOf(frames: FrameView[], part: number, parts: number): string {
  const first = frames[0]?.number;
  const last = frames.at(-1)?.number;
  const which = first === last ? `picture ${first}` : `pictures ${first} to ${last}`;
  return `This is mail ${part} of ${parts}, with ${which}.`;
}

function sendersInWords(senders: readonly string[], most: number): string {
  return listInWords(
    senders.map((sender) => oneLine(sender, longest.sender)),
    most,
  );
}

function subjectOf(input: SheetInput, count: string, reference: string, part: string): string {
  // Mail clients thread by subject, so a long sender is cut rather than the part or the reference: 140 in all at most.
  const [first = '', ...rest] = input.senders;
  const others = rest.length > 0 ? ` and ${countInWords(rest.length, 'other')}` : '';
  return `${count} to review from ${oneLine(first, 50)}${others}${part} [${reference}]`;
}
