import { readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Finishes a save that the local AWS was cut off in, or drops it. `state/next` is being written; once it is whole it is
 * renamed to `state/saved`, and its files are moved up. So the files in `state` are always of one instant.
 */
export async function settleState(home: string): Promise<void> {
  const state = join(home, 'state');
  await rm(join(state, 'next'), { recursive: true, force: true });
  const saved = join(state, 'saved');
  const names = await readdir(saved).catch(() => undefined);
  if (!names) return;
  await Promise.all(names.map((name) => rename(join(saved, name), join(state, name))));
  await rmdir(saved);
}

/** When the local AWS last saved; nothing where it never did. */
export async function lastSave(home: string): Promise<Date | undefined> {
  await settleState(home);
  const saved = await stat(join(home, 'state', 'lambda.json')).catch(() => undefined);
  return saved?.mtime;
}

/**
 * Has kept state name the local AWS by the port that it is started on now. Queues are known by their address, which
 * functions, rules and the stack hold as well: with the old port in it nothing would be sent or taken.
 */
export async function readdressState(home: string, awsPort: number): Promise<void> {
  const state = join(home, 'state');
  const queues = await readFile(join(state, 'sqs.json'), 'utf8').catch(() => '');
  const kept = /"(http:\/\/localhost:\d+)\/\d{12}\//.exec(queues)?.[1];
  const now = `http://localhost:${awsPort}`;
  if (!kept || kept === now) return;
  const names = (await readdir(state)).filter((name) => name.endsWith('.json'));
  // The queues last: cut off before them, it is done again.
  for (const name of [...names.filter((one) => one !== 'sqs.json'), 'sqs.json']) {
    const path = join(state, name);
    const text = await readFile(path, 'utf8');
    if (!text.includes(kept)) continue;
    await writeFile(`${path}.part`, text.replaceAll(new RegExp(`${kept}(?!\\d)`, 'g'), now), { mode: 0o600 });
    await rename(`${path}.part`, path);
  }
}
