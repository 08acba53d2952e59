import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { envFilePath } from '../../local/envFile.ts';
import { root } from '../../local/settings.ts';
import { type Command, command } from '../system/cli.ts';
import { announce, call, send, upload, waitFor } from '../system/client.ts';
import { emptyHome } from '../system/home.ts';
import { leftBehind } from '../system/left.ts';
import { listen } from '../system/listener.ts';
import { linksOf, mailsTo, waitForMails } from '../system/mailbox.ts';
import { npmStart, npmStop } from '../system/npmStart.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { testPorts } from '../system/ports.ts';
import { mustRecord, record, waitUntilQuiet } from '../system/records.ts';
import { until } from '../system/until.ts';

const own = { ...testPorts(10), home: join(root, '.local-faults') };
const ports = [own.port, own.awsPort];
const other = { ...testPorts(11), home: join(root, '.local-faults-other') };
/** Holds state that nothing marks. */
const old = { ...other, home: join(root, '.local-faults-old') };
/** What a start on old state says. */
const UNDEPLOYED = 'stack as deployed before';

const start = () => npmStart(own);
const stop = (running: Command) => npmStop(running, own);

describe('npm start', () => {
  const [mailed, waiting] = [address('mailed'), address('waiting')];
  let running: Command;
  let sender: Person;
  let early: string[] = [];
  let late: string[] = [];
  let envFile: string | undefined;

  beforeAll(async () => {
    envFile = await readFile(envFilePath(root), 'utf8').catch(() => undefined);
    await emptyHome(own);
    await emptyHome(other);
    await emptyHome(old);
    await mkdir(join(old.home, 'state', 's3'), { recursive: true });
    running = await start();
    sender = await person('sender');
    const one = await small();
    const sent = await Promise.all([1, 2].map(() => send(sender, one, { reviewers: [mailed] })));
    early = sent.map(({ id }) => id);
    await waitForMails(mailed, 2);
  });

  afterAll(async () => {
    running.interrupt();
    await running.ended(60);
    // A start tells `sam local invoke` where it is; this one is over, and another may be up.
    if (envFile !== undefined) await writeFile(envFilePath(root), envFile);
  });

  it('that is ended by Ctrl-C amid work leaves nothing running, and is up again without a deploy', async () => {
    const busy = ['mosaic-12mp.jpg', 'mosaic-12mp.jpg', 'mosaic-12mp.jpg', 'hubble_deep_field.jpg'] as const;
    const photos = [await small(), ...busy.map(photo), await small(), ...busy.map(photo)];
    const sent = await Promise.all(photos.map((one) => send(sender, one, { reviewers: [waiting] })));
    late = sent.map(({ id }) => id);
    const statuses = async () => (await Promise.all(late.map(mustRecord))).map(({ status }) => status);
    await until('some pictures to be in review while others are processed', async () => {
      const seen = await statuses();
      return seen.includes('in-review') && seen.includes('processing') ? true : undefined;
    });
    await stop(running);

    running = await start();
    expect(running.output()).toContain(UNDEPLOYED);
  });

  it('started again has lost nothing: every picture reaches its review and is mailed, once', async () => {
    await Promise.all([...early, ...late].map((id) => waitFor(sender, id, 'in-review', 120)));
    const mails = await waitForMails(waiting, late.length);
    await Promise.all([...early, ...late].map(waitUntilQuiet));
    expect([...linksOf(mails).keys()].sort()).toEqual([...late].sort());
    expect((await mailsTo(waiting)).map((mail) => linksOf([mail]).size).reduce((a, b) => a + b)).toBe(
      late.length,
    );
    expect(await mailsTo(mailed)).toHaveLength(1);
    for (const id of [...early, ...late]) expect((await record(id))?.deaths).toBe(0);
  });

  it('started again takes the decisions of mails that were sent before, and publishes', async () => {
    const links = linksOf(await mailsTo(mailed));
    const [approved = '', rejected = ''] = early;
    await call('POST', links.get(approved) ?? '', { body: { decision: 'approve' } });
    await call('POST', links.get(rejected) ?? '', { body: { decision: 'reject' } });
    await waitFor(sender, approved, 'approved');
    await waitFor(sender, rejected, 'rejected');
    const small = await fetch(`http://localhost:${own.port}/images/${approved}/thumbnails/small`);
    expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });

  it('whose starter was killed takes over what it left, goes on with a picture that was announced, and tells of it', async () => {
    const announcing = { reviewers: [address('later')], headers: { 'idempotency-key': 'before-the-end' } };
    const { id } = await announce(sender, await small(), announcing);
    running.child.kill('SIGKILL');
    await running.ended(10);
    running = await start();
    expect(running.output()).toContain('ended the local AWS that an earlier start left behind');
    expect(running.output()).toContain(UNDEPLOYED);
    // The session that signed the upload has ended with the local AWS: the same key gives a fresh one.
    const renewed = await announce(sender, await small(), announcing);
    expect(renewed.id).toBe(id);
    const listener = await listen();
    expect((await upload(renewed.upload, (await small()).bytes)).status).toBe(204);
    await waitFor(sender, id, 'in-review');
    // The stream is a new one, shorter than what was read of the one before.
    const told = (await listener.wait(id, 2)).map(({ detail }) => detail.type);
    expect(told).toEqual(['submitted', 'review-requested']);
    await listener.stop();
    const [approved = '', rejected = ''] = early;
    expect([(await mustRecord(approved)).status, (await mustRecord(rejected)).status]).toEqual([
      'approved',
      'rejected',
    ]);
  });

  it.each([
    ['its port is taken', { ...other, port: own.port }, `Port ${own.port} is taken`],
    ['the local AWS’s port is taken', { ...other, awsPort: own.awsPort }, `Port ${own.awsPort} is taken`],
    ['it runs already', { ...other, home: own.home }, 'runs already'],
    ['the state is of another version', old, '"npm run reset"'],
  ])('says in one line when %s, and ends with 1', async (_, place, words) => {
    const second = command('start', place);
    expect(await second.ended(30)).toBe(1);
    const complaints = second
      .output()
      .split('\n')
      .filter((line) => line.startsWith('contactsheet:'));
    expect(complaints).toEqual([expect.stringContaining(words)]);
    expect(second.output()).not.toMatch(/^\s+at /m);
    expect((await fetch(`http://localhost:${own.port}/health`)).status).toBe(200);
  });

  it('that is interrupted while it starts leaves nothing running either', async () => {
    await stop(running);
    running = command('start', own);
    await running.waitForText(/local AWS started/, 60);
    running.interrupt();
    expect(await running.ended(60)).toBe(130);
    expect(await leftBehind(own.home, ports)).toEqual([]);
  });
});
