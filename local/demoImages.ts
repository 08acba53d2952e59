import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';

/** What the API answers of an image, as far as the demo is concerned. */
export interface DemoImage {
  id: string;
  status: string;
  review: { reviewers: string[] } | null;
  failure: { code: string; message: string } | null;
}

/** Where and as whom pictures are sent. */
export interface Sender {
  url: string;
  token: string;
}

/** Told of each change of a picture's state, in words. */
export type Told = (state: string) => void;

const types: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.heic': 'image/heic',
  '.heif': 'image/heif',
};
const MOVING = ['awaiting-upload', 'processing'];
/** Looking at many pictures often would take the time that rendering them needs. */
const POLL_MS = { first: 400, most: 3000 };

/** Whether the name is that of a picture. */
export function isNamedPicture(file: string): boolean {
  return extname(file).toLowerCase() in types;
}

/** The media type that a file's name promises. */
export function typeOf(file: string): string {
  // The service looks at the bytes; a name that says nothing is sent as the likeliest.
  return types[extname(file).toLowerCase()] ?? 'image/jpeg';
}

/** Sends one picture and follows it until somebody has to look at it, or it failed. */
export async function sendImage(sender: Sender, file: string, told: Told): Promise<DemoImage> {
  const contentType = typeOf(file);
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  told('announcing');
  const announced = await api<DemoImage & { upload: { url: string; fields: Record<string, string> } }>(
    sender,
    '/images',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ filename: basename(file), contentType, sha256 }),
    },
  );
  told('uploading');
  await upload(announced.upload, await openAsBlob(file, { type: contentType }));
  return follow(sender, announced.id, told);
}

async function upload(
  { url, fields }: { url: string; fields: Record<string, string> },
  file: Blob,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 reads nothing that comes after the file.
  form.append('file', file);
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok)
    throw new Failure(`the upload was refused (${answer.status}): ${messageIn(await answer.text())}`);
  await answer.body?.cancel();
}

async function follow(sender: Sender, id: string, told: Told): Promise<DemoImage> {
  for (let wait = POLL_MS.first; ; wait = Math.min(wait * 1.3, POLL_MS.most)) {
    const image = await api<DemoImage>(sender, `/images/${id}`, {});
    told(image.status === 'awaiting-upload' ? 'uploaded' : image.status);
    if (!MOVING.includes(image.status)) return image;
    await sleep(wait);
  }
}

async function api<Answer>(sender: Sender, path: string, init: RequestInit): Promise<Answer> {
  const headers = { ...init.headers, authorization: `Bearer ${sender.token}` };
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(`${sender.url}${path}`, { ...init, headers });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text) as Answer;
    // Nothing was done where it was throttled.
    if (answer.status !== 429 || tries === 8) {
      throw new Failure(
        `${init.method ?? 'GET'} ${path} was answered with ${answer.status}: ${messageIn(text)}`,
      );
    }
    await sleep(Math.random() * 250 * 2 ** tries);
  }
}

function messageIn(text: string): string {
  const found = /"detail":\s*"([^"]+)"|<Message>([^<]+)</.exec(text);
  return found?.[1] ?? found?.[2] ?? text.slice(0, 300);
}
