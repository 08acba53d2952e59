import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure, messageOf } from './failure.ts';
import { poll } from './poll.ts';
import type { Log } from './progress.ts';

/** A home takes some 110 MB after its first start: state, and each function's files as they are run. */
const NEEDED_MB = 150;
const LOOK_MS = 5000;

/** Free space of the file system that a folder is on, or will be, in megabytes. */
type FreeMegabytes = (folder: string) => Promise<number>;

/**
 * Says which of some folders has too little room left; nothing where each has enough. What fails for want of room says
 * something else first: a layer that does not resolve, a function that does not load.
 */
export async function fullDisk(
  folders: readonly string[],
  free: FreeMegabytes = freeMegabytes,
): Promise<string | undefined> {
  for (const folder of folders) {
    const left = await free(folder);
    if (left < NEEDED_MB)
      return `The disk is full: ${folder} has ${left} MB free, and ${NEEDED_MB} MB are needed. Make room, or choose another folder: CONTACTSHEET_HOME=/elsewhere npm start`;
  }
  return undefined;
}

/** @throws Failure where one of some folders has too little room left */
export async function mustHaveRoom(folders: readonly string[], free?: FreeMegabytes): Promise<void> {
  const full = await fullDisk(folders, free);
  if (full) throw new Failure(full);
}

/** What to throw in place of an error: where a disk was full that comes first, and is one line. */
export function withoutRoom(error: unknown): unknown {
  const message = messageOf(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (
    message.startsWith('The disk is full') ||
    !/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(`${code} ${message}`)
  )
    return error;
  return new Failure(`The disk is full. Make room, and start again. What failed: ${message}`);
}

/** Tells once that a home runs out of room, as it does, until it is told to end; `look` looks at once. */
export function followDisk(home: string, log: Log): { look(): Promise<void>; end(): Promise<void> } {
  let told = false;
  const look = async () => {
    const full = await fullDisk([home]).catch(() => undefined);
    if (full && !told) log(`  ${full}`);
    told = full !== undefined;
  };
  return { look, ...poll(look, LOOK_MS) };
}

async function freeMegabytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return Math.floor((bavail * bsize) / 1024 ** 2);
  } catch (error) {
    if (folder === dirname(folder)) throw error;
    return freeMegabytes(dirname(folder));
  }
}
