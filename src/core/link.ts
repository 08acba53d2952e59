import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidLink } from './errors.ts';
import { imageId } from './image.ts';

/** What a review link is the right to: one reviewer's decision on one image in one round. */
export interface LinkClaim {
  imageId: string;
  round: number;
  /** The reviewer's place in the round's list: shorter than an address, and says nothing. */
  reviewer: number;
  /** Seconds since 1970 after which the link shows nothing. */
  expires: number;
}

/** How long after the due time a link still shows what was decided, in milliseconds. */
export const LINK_OUTLIVES_REVIEW = 30 * 24 * 60 * 60_000;

/** What a desk link is the right to: everything that waits for one reviewer. */
export interface DeskClaim {
  /** The desk's id; whose it is, is kept. */
  desk: string;
  /** Seconds since 1970 after which the link shows nothing. */
  expires: number;
}

/** What the address of a picture in a mail is the right to: to look at one image in one round, and nothing else. */
export type ViewClaim = Pick<LinkClaim, 'imageId' | 'round' | 'expires'>;

const VERSION = 'r1';
const DESK_VERSION = 'd1';
const VIEW_VERSION = 'v1';
const viewForm = /^v1\.([0-7][0-9a-z]{25})\.(\d{1,4})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{43})$/;
const deskForm = /^d1\.([0-7][0-9a-z]{25})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{43})$/;
const form = /^r1\.([0-7][0-9a-z]{25})\.(\d{1,4})\.(\d{1,3})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{43})$/;

/** Signs a claim: at most 100 characters of `[A-Za-z0-9_.-]`, so that no mail client breaks it. */
export function signLink(claim: LinkClaim, key: string): string {
  const body = [VERSION, claim.imageId, claim.round, claim.reviewer, claim.expires.toString(36)].join('.');
  return `${body}.${signature(body, key)}`;
}

/**
 * Reads a link that one of the keys signed (the current one, or the one before it while links of its time live).
 * @throws InvalidLink for everything else, with the same words whatever is wrong
 */
export function readLink(link: string, keys: readonly string[]): LinkClaim {
  const match = verified(link, form, keys);
  return {
    imageId: imageId.parse(match[1]),
    round: Number(match[2]),
    reviewer: Number(match[3]),
    expires: Number.parseInt(match[4] ?? '', 36),
  };
}

/** Signs the link of a reviewer's desk. */
export function signDesk(claim: DeskClaim, key: string): string {
  const body = [DESK_VERSION, claim.desk, claim.expires.toString(36)].join('.');
  return `${body}.${signature(body, key)}`;
}

/**
 * Reads a desk's link that one of the keys signed.
 * @throws InvalidLink for everything else
 */
export function readDesk(link: string, keys: readonly string[]): DeskClaim {
  const [, desk = '', expires = ''] = verified(link, deskForm, keys);
  return { desk, expires: Number.parseInt(expires, 36) };
}

/** Signs the right to look at a picture: image proxies learn it, and can decide nothing by it. */
export function signView(claim: ViewClaim, key: string): string {
  const body = [VIEW_VERSION, claim.imageId, claim.round, claim.expires.toString(36)].join('.');
  return `${body}.${signature(body, key)}`;
}

/** Whether a link says that it is the right to look alone. */
export function isView(link: string): boolean {
  return link.startsWith(`${VIEW_VERSION}.`);
}

/**
 * Reads the right to look that one of the keys signed.
 * @throws InvalidLink for everything else
 */
export function readView(link: string, keys: readonly string[]): ViewClaim {
  const [, id, round, expires = ''] = verified(link, viewForm, keys);
  return { imageId: imageId.parse(id), round: Number(round), expires: Number.parseInt(expires, 36) };
}

/** A link with nothing before it but signs, and after it nothing that could belong to its signature. */
const inText =
  /^(?:%[0-9A-Fa-f]{2}|[^A-Za-z0-9%])*([a-z]\d\.[0-7][0-9a-z]{25}\.[0-9a-z.]{1,20}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/;

/** The link in what is left of it after its way: "<LINK>", "LINK)." or "LINK&utm_source=mail"; other text as it is. */
export function linkIn(text: string): string {
  return inText.exec(text)?.[1] ?? text;
}

/** The parts of a link of that form, the signature last; body and signature are parted by a dot. */
function verified(link: string, shape: RegExp, keys: readonly string[]): RegExpExecArray {
  const match = shape.exec(link);
  const signed = match?.at(-1);
  if (!match || signed === undefined) throw new InvalidLink();
  const body = link.slice(0, link.length - signed.length - 1);
  if (!keys.some((key) => equal(signature(body, key), signed))) throw new InvalidLink();
  return match;
}

function signature(body: string, key: string): string {
  return createHmac('sha256', key).update(`contactsheet review link ${body}`).digest('base64url');
}

function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
