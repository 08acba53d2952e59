import { describe, expect, it } from '@jest/globals';
import { announce, call, send, upload, waitFor } from '../system/client.ts';
import { executionsOf } from '../system/executions.ts';
import { address, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { everythingOf } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';
import { objectsOf } from '../system/storage.ts';
import { until } from '../system/until.ts';

const json = { accept: 'application/json' };

describe('a picture that is deleted', () => {
  it('leaves nothing: no record, no trail, no version of any object, no execution, no link', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    expect((await objectsOf(id)).length).toBeGreaterThanOrEqual(5);
    expect(await executionsOf(id)).toEqual({ [`${id}-1-1`]: 'RUNNING', [`${id}-1-1-clock`]: 'RUNNING' });

    expect((await call('DELETE', `/images/${id}`, { as: sender })).status).toBe(204);
    expect(await everythingOf(id)).toEqual([]);
    expect(await objectsOf(id)).toEqual([]);
    await until(`the executions of ${id} to end`, async () =>
      Object.values(await executionsOf(id)).includes('RUNNING') ? undefined : true,
    );
    const link = await call('GET', links[0], { headers: json });
    const decision = await call('POST', links[0], { body: { decision: 'approve' } });
    const thumbnail = await call('GET', `${links[0]}/thumbnail`);
    expect([link.status, decision.status, thumbnail.status]).toEqual([410, 410, 410]);
    expect((await call('GET', `/images/${id}`, { as: sender })).status).toBe(404);
    expect((await call('DELETE', `/images/${id}`, { as: sender })).status).toBe(404);
    expect(await everythingOf(id)).toEqual([]);
  });

  it('and was published shows its thumbnails to nobody any more', async () => {
    const { sender, pictures } = await inReview();
    const [{ id, links }] = pictures;
    await call('POST', links[0], { body: { decision: 'approve' } });
    await waitFor(sender, id, 'approved');
    expect((await call('DELETE', `/images/${id}`, { as: sender })).status).toBe(204);
    expect((await call('GET', `/images/${id}/thumbnails/small`)).status).toBe(404);
    expect(await objectsOf(id)).toEqual([]);
  });

  it('takes no upload that comes later: the object is removed again', async () => {
    const sender = await person('sender');
    const { id, upload: offer } = await announce(sender, await small());
    await call('DELETE', `/images/${id}`, { as: sender });
    expect((await upload(offer, (await small()).bytes)).status).toBe(204);
    await until(`the late upload of ${id} to be removed`, async () =>
      (await objectsOf(id)).length === 0 ? true : undefined,
    );
    expect(await everythingOf(id)).toEqual([]);
  });

  it('while it is processed does not come back', async () => {
    const sender = await person('sender');
    const { id } = await send(sender, photo('mosaic-12mp.jpg'), { reviewers: [address('reviewer')] });
    await waitFor(sender, id, 'processing');
    expect((await call('DELETE', `/images/${id}`, { as: sender })).status).toBe(204);
    await until(`the execution of ${id} to end`, async () =>
      Object.values(await executionsOf(id)).includes('RUNNING') ? undefined : true,
    );
    await until(`the thumbnails of ${id} to be gone`, async () =>
      (await objectsOf(id)).length === 0 ? true : undefined,
    );
    expect(await everythingOf(id)).toEqual([]);
  });
});
