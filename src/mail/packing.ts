/** A mail to be sent: the same content as HTML and as plain text. */
export interface Mail {
  to: string[];
  subject: string;
  html: string;
  text: string;
  /** The pictures that are in this one. */
  pictureIds: string[];
}

/** Which part of a batch a mail is, counted from one. */
export interface Position {
  part: number;
  parts: number;
}

/** Gmail hides what comes after 102 KB, and with it the links of the last pictures. */
export const MAIL_LIMITS = { pictures: 40, bytes: 90_000 } as const;

/**
 * Writes a batch as one mail, or more when it holds more than fits.
 * The pictures keep their order, and each is in exactly one mail.
 */
export function inParts<T extends { id: string }>(
  to: string,
  pictures: readonly T[],
  write: (some: T[], position: Position) => { subject: string; html: string; text: string },
): Mail[] {
  // How many parts there will be is not known yet: reserve room for the widest numbers.
  const widest = { part: pictures.length, parts: pictures.length };
  const fits = (from: number, end: number) =>
    Buffer.byteLength(write(pictures.slice(from, end), widest).html) <= MAIL_LIMITS.bytes;
  const packed = pack(pictures, MAIL_LIMITS.pictures, fits);
  return packed.map((some, index) => ({
    to: [to],
    ...write(some, { part: index + 1, parts: packed.length }),
    pictureIds: some.map((one) => one.id),
  }));
}

/**
 * Deals items out, in order, to as few groups as a greedy hand makes: each takes all that still fits.
 * An item that fits nowhere gets a group of its own, so that none is lost.
 * @param fits whether items `from` up to, not including, `to` may share a group; true for fewer when true for more
 */
function pack<T>(items: readonly T[], most: number, fits: (from: number, to: number) => boolean): T[][] {
  const groups: T[][] = [];
  let from = 0;
  while (from < items.length) {
    const to = furthest(from, Math.min(items.length, from + most), fits);
    groups.push(items.slice(from, to));
    from = to;
  }
  return groups;
}

function furthest(from: number, end: number, fits: (from: number, to: number) => boolean): number {
  // By halves: each try renders a whole mail.
  let good = from + 1;
  let to = end;
  while (good < to) {
    const middle = to === end ? end : Math.ceil((good + to) / 2);
    if (fits(from, middle)) good = middle;
    else to = middle - 1;
  }
  return good;
}
