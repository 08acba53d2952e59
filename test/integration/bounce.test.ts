import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { call, see, waitFor } from '../system/client.ts';
import { linkTo, mailsTo } from '../system/mailbox.ts';
import { address } from '../system/people.ts';
import { place } from '../system/place.ts';
import { everythingOf } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

/** Tells of a mail that came back, in SES's words. Only AWS itself may put its events on a bus, so the rule is stood in for. */
async function bounce(emailAddress: string, bounceType: 'Permanent' | 'Transient'): Promise<void> {
  const detail = {
    eventType: 'Bounce',
    mail: { tags: { 'ses:configuration-set': [place().stackName] } },
    bounce: { bounceType, bouncedRecipients: [{ emailAddress }] },
  };
  const event = { source: 'aws.ses', 'detail-type': 'Email Bounced', detail };
  const { FunctionError, Payload } = await aws().functions.send(
    new InvokeCommand({
      FunctionName: `${place().stackName}-note-bounce`,
      Payload: JSON.stringify(event),
    }),
  );
  if (FunctionError) throw new Error(Buffer.from(Payload ?? []).toString());
}

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
