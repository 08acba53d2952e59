import { beforeAll, describe, expect, it } from '@jest/globals';
import { announce, call, see } from '../system/client.ts';
import { type Person, person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { record } from '../system/records.ts';
import { inReview, type Scene } from '../system/scenes.ts';
import { operations } from '../unit/openapi.ts';

const bodies: Record<string, unknown> = {
  createImage: { filename: 'a.png', contentType: 'image/png' },
  renameImage: { title: 'Mine now' },
  decideImage: { decision: 'approve' },
};
const guarded = operations.filter((one) => !one.open);
const ofOne = guarded.filter((one) => one.path.includes('{id}'));
/** These ask for the group first: who is not in it learns nothing of any picture. */
const forReviewers = ['decideImage', 'reopenImage', 'withdrawImage'];

describe('what each may do', () => {
  let scene: Scene;
  let id: string;
  let stranger: Person;
  let reviewer: Person;
  let operator: Person;

  beforeAll(async () => {
    [scene, stranger, reviewer, operator] = await Promise.all([
      inReview(),
      person('stranger'),
      person('reviewer', 'reviewers'),
      person('operator', 'operators'),
    ]);
    id = scene.pictures[0].id;
  });

  const ask = (one: { operationId: string; method: string; path: string }, as?: Person, token?: string) =>
    call(one.method.toUpperCase(), one.path.replace('{id}', id), {
      body: bodies[one.operationId],
      ...(as ? { as } : {}),
      ...(token === undefined ? {} : { headers: { authorization: token } }),
    });

  it.each(guarded)('nobody does $operationId without a token, or with one that was made up', async (one) => {
    const [header, claims, signature] = scene.sender.token.split('.');
    const forged = `Bearer ${header}.${claims}.${signature?.split('').reverse().join('')}`;
    const answers = await Promise.all([
      ask(one),
      ask(one, undefined, 'Bearer nonsense'),
      ask(one, undefined, forged),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it.each(ofOne)(
    'a stranger’s $operationId of somebody’s picture is answered as if there were none',
    async (one) => {
      const { status, body } = await ask(one, stranger);
      const [expected, code] = forReviewers.includes(one.operationId)
        ? [403, 'forbidden']
        : [404, 'not-found'];
      expect(status).toBe(expected);
      // HEAD has no body to say so.
      if (one.method !== 'head') expect(body.code).toBe(code);
      expect((await see(scene.sender, id)).status).toBe('in-review');
    },
  );

  it('a contributor decides nothing by account, not even on the own picture', async () => {
    const body = { decision: 'approve' };
    const answer = await call('PUT', `/images/${id}/review`, { as: scene.sender, body });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  it('a reviewer and an operator see every picture, and give it no other title', async () => {
    for (const as of [reviewer, operator]) {
      expect((await see(as, id)).id).toBe(id);
      const { status } = await call('PATCH', `/images/${id}`, { as, body: { title: 'Not mine' } });
      expect(status).toBe(403);
    }
  });

  it('a reviewer deletes and restarts nobody else’s picture', async () => {
    const answers = await Promise.all([
      call('DELETE', `/images/${id}`, { as: reviewer }),
      call('POST', `/images/${id}/workflow`, { as: reviewer }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('an operator restarts only what a fault ended', async () => {
    const { status, body } = await call('POST', `/images/${id}/workflow`, { as: operator });
    expect([status, body.code]).toEqual([409, 'not-restartable']);
  });

  it('an operator decides nothing', async () => {
    const { status } = await call('PUT', `/images/${id}/review`, {
      as: operator,
      body: { decision: 'approve' },
    });
    expect(status).toBe(403);
  });

  it('an owner renames the own picture', async () => {
    const { status, body } = await call<{ title: string }>('PATCH', `/images/${id}`, {
      as: scene.sender,
      body: { title: '  A better name ' },
    });
    expect([status, body.title]).toEqual([200, 'A better name']);
  });

  it('a reviewer decides by account, and is the one on record', async () => {
    const { status, body } = await call<{ review: { decisions: object[] } }>('PUT', `/images/${id}/review`, {
      as: reviewer,
      body: { decision: 'reject', comment: 'Too dark' },
    });
    expect(status).toBe(200);
    expect(body.review.decisions).toMatchObject([
      { by: reviewer.email, decision: 'reject', comment: 'Too dark' },
    ]);
  });

  it('an operator deletes any picture, and its owner too', async () => {
    const { id: other } = await announce(scene.sender, await small(), { reviewers: scene.reviewers });
    expect((await call('DELETE', `/images/${other}`, { as: operator })).status).toBe(204);
    expect((await call('GET', `/images/${other}`, { as: scene.sender })).status).toBe(404);
    const { id: own } = await announce(scene.sender, await small(), { reviewers: scene.reviewers });
    expect((await call('DELETE', `/images/${own}`, { as: scene.sender })).status).toBe(204);
    expect(await record(own)).toBeUndefined();
  });
});
