import { describe, expect, it } from '@jest/globals';
import { call, see, send, waitFor } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { linksOf, mailsTo } from '../system/mailbox.ts';
import { address, person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { everythingOf, mustReview, record } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { until } from '../system/until.ts';

const act = (link: string | undefined, decision: string) =>
  call<{ state: string }>('POST', link ?? '', { body: { decision } });
const subjects = async (to: string) => (await mailsTo(to)).map(({ subject }) => subject);
const second = (to: string, what: RegExp) =>
  until(`a mail "${what.source}" to ${to}`, async () =>
    (await mailsTo(to)).find(({ subject }) => what.test(subject)),
  );

describe('a review that nobody hurries to decide', () => {
  it('reminds those who have not decided, asks others as well, and ends: all by one clock', async () => {
    const editor = address('editor');
    const policy = {
      required: 2,
      remindAfter: ['PT20S'],
      escalateTo: [editor],
      escalateAfter: 'PT27S',
      expireAfter: 'PT45S',
    };
    const { sender, reviewers, pictures } = await inReview(2, { reviewers: 2, policy });
    const [eager = '', slow = ''] = reviewers;
    for (const { links } of pictures) expect((await act(links[0], 'approve')).body.state).toBe('waiting');

    const reminder = await second(slow, /^Reminder: 2 pictures still to review/);
    expect([...linksOf([reminder]).keys()].sort()).toEqual(pictures.map(({ id }) => id).sort());
    const escalation = await second(editor, /^2 pictures nobody has decided on: you are asked as well/);
    expect(escalation.text).toContain(slow);
    const links = linksOf([escalation]);
    const [decided, left] = pictures;
    expect((await act(links.get(decided.id), 'approve')).body.state).toBe('decided');
    await waitFor(sender, decided.id, 'approved');

    const { review } = await waitFor(sender, left?.id ?? '', 'expired');
    expect(review).toMatchObject({ reviewers: [eager, slow, editor], escalatedAt: expect.any(String) });
    // Who had decided was left alone, and nobody was mailed twice.
    expect(await subjects(eager)).toHaveLength(1);
    expect(await subjects(slow)).toHaveLength(2);
    expect(await subjects(editor)).toHaveLength(1);
    const trail = (await everythingOf(left?.id ?? '')).map((item) => item['type']);
    expect(trail).toEqual(expect.arrayContaining(['reminded', 'escalated', 'expired']));
    await until(
      'its executions to be done',
      async () =>
        Object.values(await executionsOf(left?.id ?? '')).every((status) => status === 'SUCCEEDED') ||
        undefined,
    );
  });

  it('mails nobody in quiet hours, and asks when they end', async () => {
    const begun = new Date(Date.now() - 60 * 60_000);
    const ends = new Date(Date.now() + 60 * 60_000);
    const clock = (at: Date) => at.toISOString().slice(11, 16);
    const policy = { quietHours: { from: clock(begun), to: clock(ends), timeZone: 'UTC' } };
    const reviewer = address('asleep');
    const sender = await person('sender');
    const { id } = await send(sender, await small(), { policy: { ...policy, reviewers: [reviewer] } });
    await until('the review to be open and its task known', async () => (await record(id))?.review?.token);
    const { milestones, askedAt } = await mustReview(id);
    expect(milestones[0]).toEqual({ what: 'ask', at: `${ends.toISOString().slice(0, 16)}:00.000Z` });
    expect([askedAt, await mailsTo(reviewer)]).toEqual([undefined, []]);
    expect((await see(sender, id)).status).toBe('in-review');
  });
});
