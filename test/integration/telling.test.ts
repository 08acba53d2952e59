import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ImageEvent, imageEvent } from '#core/events';
import { call, send, waitFor } from '../system/client.ts';
import { type Listener, listen } from '../system/listener.ts';
import { telling } from '../system/logs.ts';
import { address, person } from '../system/people.ts';
import { mustReview } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';

let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener.stop());

const steps = (heard: { detail: ImageEvent }[]) => heard.map(({ detail }) => [detail.type, detail.round]);

describe('a rule on the bus', () => {
  it('hears of a picture’s whole way: each status it came to once, in order, and nothing of a new title', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const { token = '' } = await mustReview(id);
    await call('PATCH', `/images/${id}`, { as: sender, body: { title: 'Renamed on its way' } });
    await call('POST', links[0], { body: { decision: 'approve', comment: 'A quiet remark' } });
    await waitFor(sender, id, 'approved');
    const heard = await listener.wait(id, 3);
    expect(steps(heard)).toEqual([
      ['submitted', 1],
      ['review-requested', 1],
      ['approved', 1],
    ]);
    expect(heard.map(({ source }) => source)).toEqual(heard.map(() => 'contactsheet.image'));
    expect(heard.map((one) => one['detail-type'])).toEqual(heard.map(({ detail }) => detail.type));
    expect(heard.map(({ detail }) => detail.title)).toEqual(['small', 'small', 'Renamed on its way']);
    const sequence = heard.map(({ detail }) => detail.sequence);
    expect(sequence).toEqual([...new Set(sequence)].sort((a, b) => a - b));

    const member = await person('member', 'reviewers');
    await call('DELETE', `/images/${id}/review`, { as: member });
    await call('POST', `/images/${id}/review`, { as: member });
    await waitFor(sender, id, 'in-review');
    expect(steps(await listener.wait(id, 6)).slice(3)).toEqual([
      ['withdrawn', 1],
      ['submitted', 2],
      ['review-requested', 2],
    ]);

    const people = [sender.email, member.email, ...reviewers];
    const told = listener.all().map((one) => JSON.stringify(one));
    expect(telling(told, [token, links[0], 'A quiet remark', ...people])).toEqual([]);
    for (const { detail } of listener.all()) expect(imageEvent.parse(detail)).toEqual(detail);
  });

  it('hears of a picture that is rejected', async () => {
    const { pictures } = await inReview();
    const [{ id, links }] = pictures;
    await call('POST', links[0], { body: { decision: 'reject' } });
    const heard = await listener.wait(id, 3);
    expect(steps(heard).at(-1)).toEqual(['rejected', 1]);
  });

  it('hears of a file that is refused, and why', async () => {
    const sender = await person('sender');
    const words = { filename: 'words.jpg', contentType: 'image/jpeg', bytes: Buffer.from('Just words.') };
    const { id } = await send(sender, words, { reviewers: [address('reviewer')] });
    const [submitted, failed, ...more] = await listener.wait(id, 2);
    expect(submitted?.detail.type).toBe('submitted');
    expect(failed?.detail).toMatchObject({ type: 'failed', reason: 'not-an-image' });
    expect(more).toEqual([]);
  });
});
