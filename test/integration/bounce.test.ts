import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { call, see, waitFor } from '../system/client.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { address } from '../system/people.ts';
import { place } from '../system/place.ts';
import { queueOf } from '../system/queues.ts';
import { everythingOf } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

/** Tells of a mail, in SES's words. Only AWS itself may put its events on the account's bus, so the rule is stood in for. */
async function tell(type: string, detail: Record<string, unknown>): Promise<void> {
  const mail = { tags: { 'ses:configuration-set': [place().stackName] }, ...Object(detail['mail']) };
  const event = { source: 'aws.ses', 'detail-type': type, detail: { ...detail, mail } };
  const { url } = await queueOf('note-bounce');
  await aws().queues.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(event) }));
}

const bounce = (emailAddress: string, bounceType: 'Permanent' | 'Transient') =>
  tell('Email Bounced', {
    eventType: 'Bounce',
    bounce: { bounceType, bouncedRecipients: [{ emailAddress }] },
  });

describe('a reviewer whose mail comes back', () => {
  it('is on record with each waiting picture, and others are asked at once', async () => {
    const editor = address('editor');
    const policy = { escalateTo: [editor], escalateAfter: 'PT2H' };
    const { sender, reviewers, pictures } = await inReview(2, { reviewers: 2, policy });
    const [lost = ''] = reviewers;
    await bounce(lost, 'Transient');
    await bounce(lost, 'Permanent');
    for (const { id } of pictures) {
      const { review } = await until('the bounce to be on record', async () => {
        const seen = await see(sender, id);
        return seen.review?.escalatedAt ? seen : undefined;
      });
      expect(review).toMatchObject({ unreachable: [lost], reviewers: [...reviewers, editor] });
      const trail = (await everythingOf(id)).filter((item) => item['type'] === 'bounced');
      expect(trail).toMatchObject([{ by: 'contactsheet', detail: lost }]);
    }
    const [{ id }] = pictures;
    const link = await linkTo(id, editor);
    expect(await mailsTo(editor)).toHaveLength(1);
    expect((await call('POST', link, { body: { decision: 'approve' } })).status).toBe(200);
    await waitFor(sender, id, 'approved');
  });
});

it('a reviewer who reports a mail as spam, or whose mail SES rejects, is not waited for either', async () => {
  const { sender, reviewers, pictures } = await inReview(1, { reviewers: 2 });
  const [annoyed = '', infected = ''] = reviewers;
  await tell('Email Complaint Received', {
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress: annoyed }], complaintFeedbackType: 'abuse' },
  });
  await tell('Email Rejected', {
    eventType: 'Reject',
    reject: { reason: 'Bad content' },
    mail: { destination: [infected] },
  });
  await until('both to be on record', async () => {
    const { review } = await see(sender, pictures[0].id);
    return [annoyed, infected].every((one) => review?.unreachable.includes(one)) ? true : undefined;
  });
});
