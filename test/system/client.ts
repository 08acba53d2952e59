import { setTimeout as sleep } from 'node:timers/promises';
import type { PublicImage, Status } from '#core/image';
import type { ReviewPolicy } from '#core/policy';
import { mustBeDescribed } from './contract.ts';
import type { Person } from './people.ts';
import type { Picture } from './pictures.ts';
import { place } from './place.ts';
import { PATIENCE, until } from './until.ts';

/** What was answered; every answer was held against openapi.yaml before a test sees it. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  body: Body;
  text: string;
}

/** RFC 9457, as this API fills it in. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { field: string; code: string; message: string }[];
  decision?: { by: string; decision: string; at: string };
}

export interface Asking {
  as?: Person;
  /** Sent as JSON, unless it is text or bytes already. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** An upload as it was offered. */
export interface Upload {
  url: string;
  fields: Record<string, string>;
  expiresAt: string;
}

export type CreatedImage = PublicImage & { upload: Upload | null };

/** Calls the API; redirects are not followed. */
export async function call<Body = Problem>(
  method: string,
  path: string,
  { as, body, headers = {} }: Asking = {},
): Promise<Answer<Body>> {
  const sent: Record<string, string> = {
    ...(as ? { authorization: `Bearer ${as.token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  const isReady = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const text = isReady ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body);
  const url = path.startsWith('http') ? path : `${place().url}${path}`;
  const init = {
    method,
    headers: sent,
    redirect: 'manual' as const,
    ...(text === undefined ? {} : { body: text }),
  };
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, init);
    const answer = await answerOf<Body>(response);
    // A laptop has room for so many functions at once; nothing was done where it had none.
    if (response.status === 429 && tries < 10) {
      await sleep(Math.random() * 300 * tries);
      continue;
    }
    const type = response.headers.get('content-type') ?? '';
    const { pathname } = new URL(url);
    mustBeDescribed({ method, path: pathname }, { status: response.status, type, text: answer.text });
    return answer;
  }
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const { status, headers } = response;
  const text = await response.text();
  // The gateway calls an empty body JSON too.
  const isJson = text !== '' && /json\b/.test(headers.get('content-type') ?? '');
  return { status, headers, text, body: (isJson ? JSON.parse(text) : undefined) as Body };
}

/** What a sender may say of a picture. */
export interface Announcing {
  title?: string;
  reviewers?: string[];
  policy?: Partial<ReviewPolicy>;
  notifySender?: boolean;
  sha256?: string;
  headers?: Record<string, string>;
}

/** Announces a picture, and returns it with its upload. */
export async function announce(
  sender: Person,
  { filename, contentType }: Pick<Picture, 'filename' | 'contentType'>,
  { headers = {}, ...more }: Announcing = {},
): Promise<CreatedImage & { upload: Upload }> {
  const body = { filename, contentType, ...more };
  const created = await call<CreatedImage>('POST', '/images', { as: sender, body, headers });
  const { upload } = created.body;
  if (created.status !== 201 || !upload)
    throw new Error(`The picture was not taken: ${created.status} ${created.text}`);
  return { ...created.body, upload };
}

/** Uploads a file as a browser's form would; storage answers 204 where it takes it. */
export async function upload(
  { url, fields }: Upload,
  bytes: Uint8Array,
  contentType?: string,
): Promise<{ status: number; text: string }> {
  const form = new FormData();
  const sent = contentType === undefined ? fields : { ...fields, 'Content-Type': contentType };
  for (const [name, value] of Object.entries(sent)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: sent['Content-Type'] ?? '' }));
  const response = await fetch(url, { method: 'POST', body: form });
  return { status: response.status, text: await response.text() };
}

/** Announces and uploads a picture. */
export async function send(sender: Person, picture: Picture, more: Announcing = {}): Promise<CreatedImage> {
  const announced = await announce(sender, picture, more);
  const stored = await upload(announced.upload, picture.bytes);
  if (stored.status !== 204) throw new Error(`The upload was refused: ${stored.status} ${stored.text}`);
  return announced;
}

/** A picture as its sender sees it. */
export async function see(person: Person, id: string): Promise<PublicImage> {
  const { status, body, text } = await call<PublicImage>('GET', `/images/${id}`, { as: person });
  if (status !== 200) throw new Error(`GET /images/${id} was answered with ${status}: ${text}`);
  return body;
}

const finals: readonly Status[] = ['approved', 'rejected', 'expired', 'failed'];

/** Waits until a picture has come that far; fails at once when it ended otherwise. */
export async function waitFor(
  person: Person,
  id: string,
  wanted: Status,
  seconds = PATIENCE,
): Promise<PublicImage> {
  let last: PublicImage | undefined;
  return until(
    `${id} to be ${wanted}`,
    async () => {
      last = await see(person, id);
      if (last.status === wanted) return last;
      if (finals.includes(last.status))
        throw new Error(
          `${id} should be ${wanted}, and ended ${last.status}: ${JSON.stringify(last.failure)}`,
        );
      return undefined;
    },
    { seconds, seen: () => last?.status },
  );
}
