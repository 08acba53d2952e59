import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { call, see, send, upload, waitFor } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { photo } from '../system/pictures.ts';
import { queueOf, waitUntilEmpty } from '../system/queues.ts';
import { everythingOf, mustRecord, waitUntilQuiet } from '../system/records.ts';
import { objectsOf } from '../system/storage.ts';

describe('an upload whose event comes more than once', () => {
  it('starts nothing again, before the decision and after it', async () => {
    const sender = await person('sender');
    const reviewer = address('reviewer');
    const { id } = await send(sender, photo('rocket.jpg'), { reviewers: [reviewer] });
    const queue = await queueOf('start-workflow');
    const event = (more: object) => ({
      QueueUrl: queue.url,
      MessageBody: JSON.stringify({ detail: { bucket: {}, object: { key: `originals/${id}`, ...more } } }),
    });
    const again = async () => {
      const before = await everythingOf(id);
      for (let count = 0; count < 3; count += 1) await aws().queues.send(new SendMessageCommand(event({})));
      await waitUntilEmpty(queue);
      expect(await everythingOf(id)).toEqual(before);
      expect(Object.keys(await executionsOf(id)).filter((name) => !name.endsWith('clock'))).toEqual([
        `${id}-1-1`,
      ]);
    };
    await waitUntilQuiet(id);
    const link = await linkTo(id, reviewer);
    await again();
    await call('POST', link, { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
    await again();
    expect(await mailsTo(reviewer)).toHaveLength(1);
  });

  it('stays the file that was seen first when another is uploaded over it', async () => {
    const sender = await person('sender');
    const first = photo('rocket.jpg');
    const { id, upload: offer } = await send(sender, first, { reviewers: [address('reviewer')] });
    await waitUntilQuiet(id);
    const before = await everythingOf(id);
    if (!offer) throw new Error('No upload was offered.');
    expect((await upload(offer, photo('hubble_deep_field.jpg').bytes)).status).toBe(204);
    await waitUntilEmpty(await queueOf('start-workflow'));
    expect(await everythingOf(id)).toEqual(before);
    expect((await see(sender, id)).original?.bytes).toBe(first.bytes.length);
    const { headers } = await call('GET', `/images/${id}/original`, { as: sender });
    const original = await fetch(headers.get('location') ?? '');
    expect((await original.arrayBuffer()).byteLength).toBe(first.bytes.length);
    const originals = (await objectsOf(id)).filter((one) => one.startsWith('originals/'));
    expect(originals).toEqual([`originals/${id} ${(await mustRecord(id)).upload?.versionId}`]);
  });
});
