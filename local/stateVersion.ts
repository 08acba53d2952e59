import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.ts';

/**
 * Counts the shapes of what is kept: raised with a change after which what was kept before cannot be read.
 * Nothing is migrated before the first release.
 */
export const STATE_VERSION = 1;

/** The file of a home that says which version its state is of. */
export const STATE_VERSION_FILE = 'state-version';

/**
 * Makes sure that a home's state can be read, and marks a home without any.
 * @throws Failure where it is of another version; state without a mark is older than the marks
 */
export async function mustReadState(home: string): Promise<void> {
  const mark = join(home, STATE_VERSION_FILE);
  const kept = (await readFile(mark, 'utf8').catch(() => undefined))?.trim();
  if (kept === String(STATE_VERSION)) return;
  if (kept === undefined && (await isEmpty(join(home, 'state')))) {
    await writeFile(mark, `${STATE_VERSION}\n`);
    return;
  }
  const difference = kept === undefined ? 'older' : `of version ${kept}, not ${STATE_VERSION}`;
  throw new Failure(
    `The state in ${home} is ${difference}, and this checkout cannot read it. "npm run reset" forgets it and makes room for a new one; to keep it, choose another folder: CONTACTSHEET_HOME=.local-new npm start`,
  );
}

async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}
