import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateEmailIdentityCommand, DeleteEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '#core/audit';
import { SENDER } from '../../../local/parameters.ts';
import { sandboxMail } from '../../../local/prepare.ts';
import type { MailStatus } from '../../../src/functions/get-mail/schema.ts';
import { aws } from '../../system/aws.ts';
import { call, see, send } from '../../system/client.ts';
import { linkTo, mailsTo } from '../../system/mailbox.ts';
import { address, person } from '../../system/people.ts';
import { small } from '../../system/pictures.ts';
import { place } from '../../system/place.ts';
import { sweep } from '../../system/records.ts';
import { until } from '../../system/until.ts';

const { mail } = aws();
const verify = (EmailIdentity: string) => mail.send(new CreateEmailIdentityCommand({ EmailIdentity }));
/** What npm start printed, which the tests' stack writes into a file. */
const printed = () => readFile(join(place().home, 'start.log'), 'utf8');

async function trailOf(id: string, as: Awaited<ReturnType<typeof person>>): Promise<string[]> {
  const { body } = await call<{ items: AuditEvent[] }>('GET', `/images/${id}/events`, { as });
  return body.items.map(({ type, detail }) => (detail === undefined ? type : `${type} ${detail}`));
}

describe('a mail that SES does not take', () => {
  it('since the sender is not verified is seen at once, and leaves when that is put right', async () => {
    const [sender, operator, reviewer] = [
      await person('sender'),
      await person('operator', 'operators'),
      address('reviewer'),
    ];
    await mail.send(new DeleteEmailIdentityCommand({ EmailIdentity: SENDER }));
    let id = '';
    try {
      ({ id } = await send(sender, await small(), { reviewers: [reviewer] }));
      const seen = await until('the mail on the list of what has not left', async () => {
        const { body } = await call<MailStatus>('GET', '/mail', { as: operator });
        return body.unsent.find(({ recipient }) => recipient === reviewer);
      });
      expect(seen).toMatchObject({ kind: 'review', pictures: 1, error: 'MessageRejected' });
      await until(
        'a line',
        async () =>
          (await printed()).includes(`mail: A mail to ${reviewer} about 1 picture has not left`) || undefined,
      );
      // Who sent the picture learns that mail fails, and not to whom.
      const { body } = await call<MailStatus>('GET', '/mail', { as: sender });
      expect(body).toEqual({
        failing: { since: expect.any(String), mails: expect.any(Number) },
        unsent: [],
        unreachable: [],
      });
      expect(await trailOf(id, sender)).not.toContainEqual(expect.stringContaining('reviewers-asked'));
      expect((await see(sender, id)).review).toMatchObject({ unreachable: [] });
    } finally {
      await verify(SENDER);
    }
    await until('the next try', async () => {
      await sweep();
      return (await mailsTo(reviewer)).length > 0 || undefined;
    });
    await until(
      'the trail to say so',
      async () => (await trailOf(id, sender)).includes(`reviewers-asked ${reviewer}`) || undefined,
    );
    const { body } = await call<MailStatus>('GET', '/mail', { as: operator });
    expect(body.unsent.filter(({ recipient }) => recipient === reviewer)).toEqual([]);
  }, 200_000);

  it('in the sandbox, to an address that is not verified, is as one that came back, and the next is not tried', async () => {
    const [sender, operator, lost, editor] = [
      await person('sender'),
      await person('operator', 'operators'),
      address('reviewer'),
      address('editor'),
    ];
    await verify(editor);
    const policy = { reviewers: [lost], escalateTo: [editor], escalateAfter: 'PT2H' };
    await sandboxMail(mail, false);
    let second = '';
    try {
      const first = await send(sender, await small(), { policy });
      await linkTo(first.id, editor);
      expect((await see(sender, first.id)).review?.unreachable).toEqual([lost]);
      expect(await trailOf(first.id, sender)).toEqual(
        expect.arrayContaining([`bounced ${lost}`, 'escalated bounced']),
      );
    } finally {
      await sandboxMail(mail, true);
    }
    // It would be taken now, and still nothing is mailed there.
    ({ id: second } = await send(sender, await small(), { policy }));
    await linkTo(second, editor);
    expect(await mailsTo(lost)).toEqual([]);
    const { body } = await call<MailStatus>('GET', '/mail', { as: operator });
    expect(body.unreachable.filter(({ address }) => address === lost)).toMatchObject([{ why: 'refused' }]);
    expect(await printed()).toContain(`mail: SES refuses mail to ${lost}`);
    const [{ subject = '' } = {}] = await mailsTo(editor);
    expect(subject).toMatch(/^1 picture to review, as mail to a reviewer came back/);
  });
});
