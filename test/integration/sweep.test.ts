import { describe, expect, it } from '@jest/globals';
import { announce, call, see, upload, waitFor } from '../system/client.ts';
import { person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { ago, everythingOf, mustRecord, mustReview, sweepOver } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';

describe('the sweep', () => {
  it('ends a picture that was never uploaded as failed, an hour after it was announced and no sooner', async () => {
    const sender = await person('sender');
    const { id } = await announce(sender, await small());
    await sweepOver(id, { createdAt: ago(55) });
    expect((await see(sender, id)).status).toBe('awaiting-upload');
    expect(Date.parse((await mustRecord(id)).nextCheckAt ?? '')).toBeGreaterThan(Date.now());
    await sweepOver(id, { createdAt: ago(61) });
    const { status, failure } = await see(sender, id);
    expect([status, failure?.code]).toEqual(['failed', 'upload-expired']);
    const again = await call('POST', `/images/${id}/workflow`, { as: sender });
    expect(again.status).toBe(409);
  });

  it('delivers a decision that is on record and that Step Functions was never told', async () => {
    const { sender, reviewers, pictures } = await inReview(2);
    const decided = async (id: string, decision: 'approve' | 'reject') => {
      const review = await mustReview(id);
      const by = reviewers[0] ?? '';
      const outcome = decision === 'approve' ? ('approved' as const) : ('rejected' as const);
      const decisions = [{ by, decision, at: new Date().toISOString() }];
      await sweepOver(id, { review: { ...review, decisions, outcome, delivery: 'pending' } });
      await waitFor(sender, id, outcome);
    };
    await decided(pictures[0].id, 'approve');
    await decided(pictures[1]?.id ?? '', 'reject');
  });

  it('expires a review whose clock is late', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const review = await mustReview(id);
    await sweepOver(id, { review: { ...review, dueAt: ago(1) } });
    expect((await waitFor(sender, id, 'expired')).review?.outcome).toBe('expired');
    expect((await call('POST', links[0], { body: { decision: 'approve' } })).status).toBe(410);
  });

  it('leaves what waits for a person as it is, but for when it looks again', async () => {
    const { pictures } = await inReview();
    const [{ id }] = pictures;
    const before = await mustRecord(id);
    await sweepOver(id);
    const { nextCheckAt, version, ...after } = await mustRecord(id);
    expect(before).toMatchObject(after);
    expect(version).toBeGreaterThan(before.version);
    expect(Date.parse(nextCheckAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('does not look at what is final', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await call('POST', links[0], { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
    const before = await everythingOf(id);
    const [item] = before.filter((one) => one['sk'] === 'IMAGE');
    expect([item?.['nextCheckAt'], item?.['checkShard']]).toEqual([undefined, undefined]);
  });

  it('never finds an upload in what has none: a file that comes at last is taken', async () => {
    const sender = await person('sender');
    const { id, upload: offer } = await announce(sender, await small(), {
      reviewers: ['late@contactsheet.example'],
    });
    await sweepOver(id);
    await upload(offer, (await small()).bytes);
    await waitFor(sender, id, 'in-review');
  });
});
