import { describe, expect, it } from '@jest/globals';
import { call, send, waitFor } from '../system/client.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

const decide = (link: string | undefined, decision: string, comment?: string) =>
  call('POST', link ?? '', { body: { decision, ...(comment ? { comment } : {}) } });
const mailTo = (to: string) =>
  until(`a mail to ${to}`, async () => {
    const mails = await mailsTo(to);
    return mails.length > 0 ? mails : undefined;
  });

describe('a sender', () => {
  it('hears in one mail what became of the pictures, and what reviewers said', async () => {
    const { sender, reviewers, pictures } = await inReview(3);
    const [first, second, third] = pictures;
    await Promise.all([
      decide(first.links[0], 'approve', 'Lovely light.'),
      decide(second?.links[0], 'approve'),
      decide(third?.links[0], 'reject', 'The horizon is tilted.'),
    ]);
    const mails = await mailTo(sender.email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^2 pictures approved, 1 rejected \[[0-9A-Z]{6}\]$/),
    ]);
    const [{ text = '', html = '' } = {}] = mails;
    for (const said of ['Lovely light.', 'The horizon is tilted.', reviewers[0] ?? '']) {
      expect([text, html].map((one) => one.includes(said))).toEqual([true, true]);
    }
    // What is public may be shown; links are rights, and a sender has none to a review.
    expect(html.match(/<img /g)).toHaveLength(2);
    expect(text).not.toContain('/reviews/');
    expect(text).toContain(`/#/images/${third?.id}`);
  });

  it('hears nothing of a picture that was to be left alone, nor of a decision that was taken back', async () => {
    const [sender, reviewer, picture] = [await person('sender'), address('reviewer'), await small()];
    const policy = { reviewers: [reviewer] };
    const quiet = await send(sender, picture, { policy, notifySender: false });
    const undone = await send(sender, picture, { policy });
    const told = await send(sender, picture, { policy });
    const [one, two, three] = await Promise.all([quiet, undone, told].map(({ id }) => linkTo(id, reviewer)));
    await Promise.all([decide(one, 'approve'), decide(two, 'approve')]);
    await decide(two, 'undo');
    await decide(three, 'reject');
    await waitFor(sender, told.id, 'rejected');
    const [mail] = await mailTo(sender.email);
    expect(mail?.subject).toMatch(/^1 picture rejected/);
    expect([quiet.id, undone.id, told.id].filter((id) => mail?.text.includes(id))).toEqual([told.id]);
  });

  it('hears that a published picture was withdrawn', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await decide(links[0], 'approve');
    await mailTo(sender.email);
    await waitFor(sender, id, 'approved');
    await decide(links[0], 'withdraw');
    const subjects = await until('the second mail', async () => {
      const mails = await mailsTo(sender.email);
      return mails.length > 1 ? mails.map(({ subject }) => subject) : undefined;
    });
    expect(subjects).toEqual([
      expect.stringMatching(/^1 picture approved/),
      expect.stringMatching(/^1 picture withdrawn/),
    ]);
  });

  it('hears why a file was refused', async () => {
    const sender = await person('sender');
    const { id } = await send(sender, {
      filename: 'holiday.jpg',
      contentType: 'image/jpeg',
      bytes: Buffer.from('not a picture'),
    });
    await waitFor(sender, id, 'failed');
    const [mail] = await mailTo(sender.email);
    expect(mail?.subject).toMatch(/^1 picture failed/);
    expect(mail?.text).toContain('The file is not a picture we can read.');
  });
});
