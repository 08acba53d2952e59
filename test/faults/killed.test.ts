import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../local/settings.ts';
import type { Command } from '../system/cli.ts';
import { call, send, waitFor } from '../system/client.ts';
import { emptyHome } from '../system/home.ts';
import { linksOf, linkTo, mailsTo, waitForMails } from '../system/mailbox.ts';
import { npmStart, npmStop } from '../system/npmStart.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { testPorts } from '../system/ports.ts';
import { mustRecord, record } from '../system/records.ts';

const own = { ...testPorts(12), home: join(root, '.local-faults-killed') };
/** What `npm start` promises to lose at most, in milliseconds. */
const LOST_AT_MOST = 10_000;

/** Ends both at once, as a power cut would: neither saves anything. */
async function cutPower(running: Command): Promise<void> {
  const local = Number(await readFile(join(own.home, 'ministack.pid'), 'utf8'));
  process.kill(local, 'SIGKILL');
  running.child.kill('SIGKILL');
  await running.ended(10);
}

describe('npm start whose local AWS was killed in the middle of its work', () => {
  const [early, late] = [address('early'), address('late')];
  let running: Command;
  let now = own;
  let sender: Person;
  let approved = '';
  let waiting: string[] = [];
  /** Pictures that were sent until the end, by when their upload was through. */
  const sent = new Map<string, number>();
  let killed = 0;

  beforeAll(async () => {
    await emptyHome(own);
    running = await npmStart(own);
    sender = await person('sender');
    const one = await small();
    const ids = (await Promise.all([1, 2, 3].map(() => send(sender, one, { reviewers: [early] })))).map(
      ({ id }) => id,
    );
    [approved = '', ...waiting] = ids;
    await call('POST', await linkTo(approved, early), { body: { decision: 'approve' } });
    await waitFor(sender, approved, 'approved');
    await waitForMails(early, ids.length);
  });

  afterAll(async () => {
    await npmStop(running, now);
  });

  it('goes on from its last save', async () => {
    const one = await small();
    const until = Date.now() + 1.8 * LOST_AT_MOST;
    for (let count = 0; Date.now() < until; count += 1) {
      const file = count % 3 === 0 ? photo('mosaic-12mp.jpg') : one;
      const { id } = await send(sender, file, { reviewers: [late] });
      sent.set(id, Date.now());
      await sleep(500);
    }
    killed = Date.now();
    await cutPower(running);
    running = await npmStart(own);
    expect(running.output()).toMatch(/killed last time: it goes on from its last save, at \d\d:\d\d:\d\d/);
  });

  it('has everything that is older than ten seconds, and every picture goes on to its review', async () => {
    const old = [...sent].filter(([, at]) => at < killed - LOST_AT_MOST).map(([id]) => id);
    expect(old.length).toBeGreaterThan(3);
    const there = (await Promise.all([...sent.keys()].map(record))).flatMap((one) => (one ? [one.id] : []));
    expect(there).toEqual(expect.arrayContaining(old));
    await Promise.all(old.map((id) => waitFor(sender, id, 'in-review', 180)));
    for (const id of old) expect((await mustRecord(id)).deaths).toBe(0);
    const mailed = linksOf(await waitForMails(late, old.length));
    for (const id of old) expect([...mailed.keys()]).toContain(id);
  });

  it('serves what was published, and takes the decisions of mails that were sent before', async () => {
    const thumbnail = await fetch(`http://localhost:${own.port}/images/${approved}/thumbnails/small`);
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const links = linksOf(await mailsTo(early));
    for (const id of waiting) {
      await call('POST', links.get(id) ?? '', { body: { decision: 'approve' } });
      await waitFor(sender, id, 'approved');
    }
  });

  it('leaves no process of the killed one behind, and works on other ports as well', async () => {
    await npmStop(running, own);
    now = { ...testPorts(13), home: own.home };
    running = await npmStart(now);
    const { id } = await send(sender, await small(), { reviewers: [late] });
    await waitFor(sender, id, 'in-review');
    const link = await linkTo(id, late);
    expect(new URL(link).port).toBe(String(now.port));
    await call('POST', link, { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
    // Mailed before the kill: the address is the old one, the right is not.
    const [first = ''] = sent.keys();
    const old = linksOf(await mailsTo(late)).get(first) ?? '';
    await call('POST', new URL(old).pathname, { body: { decision: 'reject' } });
    await waitFor(sender, first, 'rejected');
  });
});
