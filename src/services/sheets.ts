import type { Logger } from '@aws-lambda-powertools/logger';
import type { Desks } from '#adapters/desks';
import type { Images } from '#adapters/images';
import type { LinkKeys } from '#adapters/link-keys';
import type { OutgoingMail } from '#adapters/mail';
import type { Digest, DigestEntry } from '#core/digest';
import { NotFound } from '#core/errors';
import { inGroups } from '#core/groups';
import type { ImageRecord, Review } from '#core/image';
import { signDesk } from '#core/link';
import { eachPersonOnce, sameMailbox } from '#core/mailbox';
import { receivedFrom, waitsFor } from '#core/panel';
import { MAIL_RENDITION } from '#core/renditions';
import { leaveOut } from '#core/review';
import { titleNote } from '#core/title';
import { contactSheets } from '#mail/contact-sheet';
import type { SheetInput } from '../mail/sheet.ts';
import { linkFor, viewLinkFor } from './links.ts';
import { outcomeSheets } from './outcomes.ts';
import { readEach } from './reading.ts';

export interface SheetServices {
  images: Pick<Images, 'get' | 'change'>;
  desks: Pick<Desks, 'keep'>;
  keys: LinkKeys;
  baseUrl: string;
  logger: Pick<Logger, 'error'>;
  now: () => Date;
}

/** The mails of a digest, and what of it cannot be mailed since its record cannot be read. */
export interface Sheets {
  mails: Sheet[];
  unreadable: DigestEntry[];
}

/** A mail, and the ids of the pictures that it shows. */
interface Sheet {
  mail: OutgoingMail;
  entries: Set<string>;
}

/** A picture that is asked about, with its review. */
type InReview = ImageRecord & { review: Review };

/** Writes the mails of a digest: what was decided, deleted, passed on or started again since it joined is left out. */
export function sheetsOf(services: SheetServices) {
  const read = readEach(services);
  return async (digest: Digest): Promise<Sheets> => {
    const found = await read(digest.entries.map(({ imageId }) => imageId));
    const unreadable = digest.entries.filter((_, at) => found[at] === 'unreadable');
    const records = found.filter(
      (one, at): one is ImageRecord => one !== 'unreadable' && one?.round === digest.entries[at]?.round,
    );
    const mails =
      digest.kind === 'outcome'
        ? outcomeSheets(digest, records, services)
        : await reviewSheets(digest, await notingLeftOut(digest, records, services), services);
    return {
      mails: mails.map(({ pictureIds, ...mail }) => ({ mail, entries: new Set(pictureIds) })),
      unreadable,
    };
  };
}

/** Notes with each picture that has an outcome that this mail leaves it out, and hands back the records as they are then. */
async function notingLeftOut(
  { recipient, kind }: Digest,
  records: readonly ImageRecord[],
  { images }: SheetServices,
): Promise<readonly ImageRecord[]> {
  // Who is reminded was mailed before.
  if (kind === 'reminder') return records;
  const noted: ImageRecord[] = [];
  for (const group of inGroups(records, 10)) {
    const seen = group.map((one) => (one.review?.outcome ? note(one) : one));
    noted.push(...(await Promise.all(seen)).filter((one) => one !== undefined));
  }
  return noted;

  async function note({ id, round }: ImageRecord): Promise<ImageRecord | undefined> {
    try {
      return (await images.change(id, (seen) => leaveOut(seen, round, recipient))).record;
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }
}

async function reviewSheets(digest: Digest, records: readonly ImageRecord[], services: SheetServices) {
  const { recipient, id } = digest;
  const { keys, baseUrl, now } = services;
  const [key] = await keys();
  const waiting = records.filter((one): one is InReview => waitsFor(one, recipient));
  const pictures = waiting.flatMap((one) => picture(one, recipient, key, baseUrl) ?? []);
  if (pictures.length === 0) return [];
  return contactSheets({
    ...why(digest, waiting),
    reviewer: recipient,
    senders: [...new Set(pictures.map((one) => one.sender))],
    pictures,
    deskUrl: await deskUrl(services, id, recipient, key, waiting),
    now: now(),
    reference: id.slice(-6).toUpperCase(),
  });
}

/** The desk's link lives as long as the last of the pictures may be decided. */
async function deskUrl(
  { desks, baseUrl }: SheetServices,
  desk: string,
  reviewer: string,
  key: string,
  waiting: readonly InReview[],
): Promise<string> {
  const last = Math.max(...waiting.map(({ review }) => Date.parse(review.dueAt)));
  const expires = Math.ceil(last / 1000);
  await desks.keep(desk, reviewer, expires);
  return `${baseUrl}/desk/${signDesk({ desk, expires }, key)}`;
}

function why({ kind, recipient }: Digest, waiting: readonly InReview[]) {
  if (kind !== 'escalation') return { kind: kind === 'reminder' ? 'reminder' : 'review' } as const;
  const asked = eachPersonOnce(waiting.flatMap((one) => one.policy.reviewers));
  const askedAt = waiting.map(({ review }) => review.openedAt).sort()[0] ?? '';
  const others = (all: readonly string[]) => all.filter((one) => !sameMailbox(one, recipient));
  const unreachable = eachPersonOnce(waiting.flatMap(({ review }) => review.unreachable));
  const late = waiting.some(({ review }) => review.unreachable.length === 0);
  return { kind, asked: others(asked), askedAt, unreachable: others(unreachable), late };
}

function picture(
  record: InReview,
  reviewer: string,
  key: string,
  baseUrl: string,
): SheetInput['pictures'][number] | undefined {
  const link = linkFor(record, reviewer, key);
  const shown = record.thumbnails.find((one) => one.name === MAIL_RENDITION);
  const look = viewLinkFor(record, key);
  if (!link || !look || !shown) return undefined;
  const reviewUrl = `${baseUrl}/reviews/${link}`;
  const { caption, credit } = record.original ?? {};
  const passed = receivedFrom(record.review, reviewer);
  const said = passed?.comment ? `: “${passed.comment}”` : '.';
  const notes = [titleNote(record), passed && `Passed on to you by ${passed.from}${said}`].filter(Boolean);
  return {
    id: record.id,
    title: record.title,
    filename: record.filename,
    sender: record.createdBy,
    dueAt: record.review.dueAt,
    width: shown.width,
    height: shown.height,
    // Not by the reviewer's own link: what loads pictures for mail programs would learn the right to decide.
    thumbnailUrl: `${baseUrl}/reviews/${look}/thumbnail`,
    reviewUrl,
    ...(caption === undefined ? {} : { caption }),
    ...(credit === undefined ? {} : { credit }),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}
