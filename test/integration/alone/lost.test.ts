import { describe, expect, it } from '@jest/globals';
import { call, see, send, waitFor } from '../../system/client.ts';
import { linkTo, mailsTo, waitForMails } from '../../system/mailbox.ts';
import { address, person } from '../../system/people.ts';
import { small } from '../../system/pictures.ts';
import { holdingMessages, losingMessages } from '../../system/queues.ts';
import { everythingOf, mustRecord, mustReview, sweepOver, waitUntilQuiet } from '../../system/records.ts';

/** A picture in review whose reviewers’ queue lost the message that asks for them. */
async function unasked() {
  const sender = await person('sender');
  const reviewer = address('reviewer');
  const id = await losingMessages('ask-reviewers', async () => {
    const sent = await send(sender, await small(), { reviewers: [reviewer] });
    await waitFor(sender, sent.id, 'in-review');
    return sent.id;
  });
  const review = await mustReview(id);
  expect([review.token, review.askedAt]).toEqual([undefined, undefined]);
  return { sender, reviewer, id, review };
}

describe('what a queue loses', () => {
  it('is found by the sweep: an upload whose event never came is started', async () => {
    const sender = await person('sender');
    const picture = await small();
    const { id } = await losingMessages('start-workflow', () =>
      send(sender, picture, { reviewers: [address('reviewer')] }),
    );
    expect((await see(sender, id)).status).toBe('awaiting-upload');
    await sweepOver(id);
    await waitFor(sender, id, 'in-review');
    const trail = (await everythingOf(id)).map((item) => item['type']);
    expect(trail.filter((type) => type === 'uploaded')).toHaveLength(1);
  });

  it('is asked for again: a picture in review that nobody was asked about is mailed', async () => {
    const { sender, reviewer, id } = await unasked();
    await sweepOver(id);
    const link = await linkTo(id, reviewer);
    await waitUntilQuiet(id);
    await call('POST', link, { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
  });

  it('is asked for without a second mail where the reviewers were mailed and only the token is missing', async () => {
    const { sender, reviewer, id, review } = await unasked();
    await sweepOver(id, { review: { ...review, askedAt: new Date().toISOString() } });
    await waitUntilQuiet(id);
    // Another picture's mail to the same person, sent after: by then a second one for this picture had come.
    const { id: other } = await send(sender, await small(), { reviewers: [reviewer] });
    await waitForMails(reviewer);
    const mails = await mailsTo(reviewer);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(other);
    expect(mails[0]?.text).not.toContain(id);
  });

  it('or is only late does no harm: a decision that comes before the token is delivered when the token comes', async () => {
    const sender = await person('sender');
    const member = await person('member', 'reviewers');
    const id = await holdingMessages('ask-reviewers', async () => {
      const sent = await send(sender, await small(), { reviewers: [member.email] });
      await waitFor(sender, sent.id, 'in-review');
      const body = { decision: 'reject', comment: 'Seen already' };
      expect((await call('PUT', `/images/${sent.id}/review`, { as: member, body })).status).toBe(200);
      expect((await mustRecord(sent.id)).review).toMatchObject({ outcome: 'rejected', delivery: 'pending' });
      return sent.id;
    });
    await waitFor(sender, id, 'rejected');
    expect(await mailsTo(member.email)).toEqual([]);
  });
});
