import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '#core/audit';
import type { ExecutionReport } from '#core/history';
import type { WorkflowReport } from '../../src/functions/get-workflow/schema.ts';
import { call, send, waitFor } from '../system/client.ts';
import { person } from '../system/people.ts';
import { waitUntilQuiet } from '../system/records.ts';
import { inReview, type Reviewed, type Scene } from '../system/scenes.ts';
import { until } from '../system/until.ts';

type Workflow = Omit<WorkflowReport, 'definition'> & { definition: { States: Record<string, unknown> } };

const statusOf = ({ states }: Pick<ExecutionReport, 'states'>, state: string) =>
  states.find(({ name }) => name === state)?.status;
interface Trail {
  items: AuditEvent[];
  nextCursor?: string;
}

const eventsOf = async (scene: Scene, id: string) =>
  (await call<Trail>('GET', `/images/${id}/events`, { as: scene.sender })).body.items;

describe('what is told of a picture’s way', () => {
  let scene: Scene;
  let picture: Reviewed;
  beforeAll(async () => {
    scene = await inReview();
    [picture] = scene.pictures;
  });

  it('is a trail of who did what and when, oldest first', async () => {
    const { sender, reviewers } = scene;
    const body = { decision: 'reject', comment: 'Out of focus' };
    await call('PATCH', `/images/${picture.id}`, { as: sender, body: { title: 'Blurred' } });
    await call('POST', picture.links[0], { body });
    await waitFor(sender, picture.id, 'rejected');
    const trail = await eventsOf(scene, picture.id);
    expect(trail.map(({ type }) => type)).toEqual([
      'created',
      'uploaded',
      'review-requested',
      'reviewers-asked',
      'renamed',
      'decided',
      'rejected',
    ]);
    expect(trail.find(({ type }) => type === 'reviewers-asked')?.detail).toBe(reviewers[0]);
    expect(trail.map(({ at }) => at)).toEqual(trail.map(({ at }) => at).sort());
    expect(trail.find(({ type }) => type === 'created')?.by).toBe(sender.email);
    expect(trail.find(({ type }) => type === 'decided')).toMatchObject({
      by: reviewers[0],
      detail: 'reject',
      comment: 'Out of focus',
    });
    expect(trail.find(({ type }) => type === 'rejected')?.by).toBe('contactsheet');
  });

  it('is read in pages', async () => {
    const whole = await eventsOf(scene, picture.id);
    const read: AuditEvent[] = [];
    let cursor: string | undefined = '';
    let pages = 0;
    while (cursor !== undefined) {
      const path: string = `/images/${picture.id}/events?limit=3${cursor && `&cursor=${cursor}`}`;
      const { status, body } = await call<Trail>('GET', path, { as: scene.sender });
      expect(status).toBe(200);
      read.push(...body.items);
      cursor = body.nextCursor;
      pages += 1;
    }
    expect([pages, read]).toEqual([3, whole]);
  });

  it.each(['limit=0', 'limit=101', 'cursor=abc', 'cursor=-1', 'page=2'])(
    'has no page with %s',
    async (query) => {
      const { status, body } = await call('GET', `/images/${picture.id}/events?${query}`, {
        as: scene.sender,
      });
      expect([status, body.code]).toEqual([400, 'invalid-input']);
    },
  );
});

describe('the workflow of a picture', () => {
  let scene: Scene;
  let id: string;
  let token: string;
  beforeAll(async () => {
    scene = await inReview();
    id = scene.pictures[0].id;
    token = (await waitUntilQuiet(id)).review?.token ?? '';
  });

  it('says of every state whether it was reached, when it was entered and when left', async () => {
    const body = await until('the clock to wait', async () => {
      const { body } = await call<Workflow>('GET', `/images/${id}/workflow`, { as: scene.sender });
      return body.clock && statusOf(body.clock, 'Wait') === 'waiting' ? body : undefined;
    });
    expect([body.status, body.execution]).toEqual(['RUNNING', `${id}-1-1`]);
    const states = new Map(body.states.map((one) => [one.name, one]));
    expect([...states.keys()]).toEqual(expect.arrayContaining(Object.keys(body.definition.States)));
    const left = {
      reached: true,
      status: 'succeeded',
      enteredAt: expect.any(String),
      leftAt: expect.any(String),
    };
    expect(states.get('Inspect')).toMatchObject({
      type: 'Task',
      // A throttled task is tried again.
      attempts: expect.any(Number),
      next: 'Acceptable?',
      ...left,
    });
    expect(states.get('Acceptable?')).toMatchObject({ type: 'Choice', ...left });
    expect(states.get('Review')).toMatchObject({ type: 'Parallel', reached: true });
    expect(states.get('Review')?.leftAt).toBeUndefined();
    expect(states.get('Decision')).toMatchObject({ parent: 'Review', status: 'waiting', attempts: 1 });
    expect(states.get('Start the clock')).toMatchObject({ parent: 'Review', ...left });
    expect(states.get('Publish')).toMatchObject({ reached: false, status: 'not-reached' });
  });

  it('holds the clock of the review, which waits for the due time', async () => {
    const { body } = await call<Workflow>('GET', `/images/${id}/workflow`, { as: scene.sender });
    expect(body.clock).toMatchObject({ execution: `${id}-1-1-clock`, status: 'RUNNING' });
    expect(body.clock?.states.map(({ name, status }) => [name, status])).toContainEqual(['Wait', 'waiting']);
    expect(body.clock?.definition).toMatchObject({ StartAt: 'Wait' });
  });

  it('shows operators what went in and came out, and contributors and reviewers nothing of it', async () => {
    const operator = await person('operator', 'operators');
    const reviewer = await person('reviewer', 'reviewers');
    const shown = await call<Workflow>('GET', `/images/${id}/workflow`, { as: operator });
    const render = shown.body.states.find(({ name }) => name === 'Render');
    expect(render?.input).toMatchObject({ id, round: 1 });
    expect(JSON.stringify(render?.output)).toContain('"verdict":"rendered"');
    for (const as of [scene.sender, reviewer]) {
      const { body } = await call<Workflow>('GET', `/images/${id}/workflow`, { as });
      const states = [...body.states, ...(body.clock?.states ?? [])];
      expect(states.filter((one) => 'input' in one || 'output' in one)).toEqual([]);
    }
  });

  it('never shows the task’s token, nor an address', async () => {
    const operator = await person('operator', 'operators');
    const answers = await Promise.all(
      [`/images/${id}/workflow`, `/images/${id}`, `/images/${id}/events`].map((path) =>
        call('GET', path, { as: operator }),
      ),
    );
    expect(token.length).toBeGreaterThan(10);
    for (const { text } of answers) expect(text).not.toContain(token);
    expect(answers[0]?.text).not.toContain('@');
  });

  it('is done once the picture is published, its clock too', async () => {
    await call('POST', scene.pictures[0].links[0], { body: { decision: 'approve' } });
    await waitFor(scene.sender, id, 'approved');
    const body = await until('its execution to end', async () => {
      const { body } = await call<Workflow>('GET', `/images/${id}/workflow`, { as: scene.sender });
      return body.status === 'RUNNING' || body.clock?.status === 'RUNNING' ? undefined : body;
    });
    expect(body.status).toBe('SUCCEEDED');
    expect([statusOf(body, 'Decision'), statusOf(body, 'Publish')]).toEqual(['succeeded', 'succeeded']);
    expect(body.clock).toMatchObject({ status: 'ABORTED' });
    expect(body.clock && statusOf(body.clock, 'Wait')).toBe('stopped');
  });

  it('tells of a refused file that its review never began', async () => {
    const sender = await person('sender');
    const text = { filename: 'a.png', contentType: 'image/png', bytes: Buffer.from('no picture') };
    const refused = await send(sender, text);
    await waitFor(sender, refused.id, 'failed');
    // The record says so before the state that wrote it has ended.
    const body = await until('its execution to end', async () => {
      const { body } = await call<Workflow>('GET', `/images/${refused.id}/workflow`, { as: sender });
      return body.status === 'RUNNING' ? undefined : body;
    });
    expect([statusOf(body, 'Refuse'), statusOf(body, 'Review'), body.clock]).toEqual([
      'succeeded',
      'not-reached',
      null,
    ]);
  });

  it('is 404 before the file has come', async () => {
    const body = { filename: 'a.png', contentType: 'image/png' };
    const created = await call<{ id: string }>('POST', '/images', { as: scene.sender, body });
    const { status } = await call('GET', `/images/${created.body.id}/workflow`, { as: scene.sender });
    expect(status).toBe(404);
  });
});
