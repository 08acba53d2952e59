import { readFileSync } from 'node:fs';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { type Execution, reportStates } from '#core/history';
import { activity, at, call, chained, entered, inOneRow, left, row } from './histories.ts';

const deployed = (machine: string) =>
  readFileSync(`statemachines/${machine}.asl.json`, 'utf8').replaceAll(/\$\{ReviewActivity\}/g, activity);
const running: Execution = { status: 'RUNNING' };

function report(events: HistoryEvent[], execution = running, withData = false, machine = 'image') {
  const states = reportStates(deployed(machine), events, execution, withData);
  return { states, state: (name: string) => states.find((one) => one.name === name) };
}
const statuses = (events: HistoryEvent[], execution = running, machine = 'image') =>
  Object.fromEntries(
    report(events, execution, false, machine)
      .states.filter(({ reached }) => reached)
      .map(({ name, status }) => [name, status]),
  );

const waiting = 'arn:aws:states:::sqs:sendMessage';
const clock = 'arn:aws:states:::states:startExecution';
const toReview = inOneRow(
  [0, 'TaskStateEntered', entered('Inspect', { id: 'a' })],
  [0, 'TaskScheduled', row.scheduled()],
  [1, 'TaskSucceeded', row.succeeded()],
  [1, 'TaskStateExited', left('Inspect', { id: 'a', taskToken: 'secret', deep: [{ Token: 'secret' }] })],
  [1, 'ChoiceStateEntered', entered('Acceptable?')],
  [1, 'ChoiceStateExited', left('Acceptable?')],
  [2, 'TaskStateEntered', entered('Render')],
  [2, 'TaskScheduled', row.scheduled()],
  [4, 'TaskSucceeded', row.succeeded()],
  [4, 'TaskStateExited', left('Render')],
  [4, 'ChoiceStateEntered', entered('Rendered?')],
  [4, 'ChoiceStateExited', left('Rendered?')],
  [4, 'ParallelStateEntered', entered('Review', { id: 'a' })],
  [5, 'TaskScheduled', row.scheduled(activity)],
  [5, 'TaskScheduled', row.scheduled(waiting)],
  [6, 'TaskSucceeded', row.succeeded(waiting)],
  [6, 'TaskScheduled', row.scheduled(clock)],
  [7, 'TaskSucceeded', row.succeeded(clock)],
);

describe('the report of an execution', () => {
  test('names every state of the definition with its type, those of branches with their Parallel', () => {
    const { states, state } = report([]);
    const names = Object.keys(JSON.parse(deployed('image')).States);
    expect(states.map((one) => one.name)).toEqual(expect.arrayContaining(names));
    expect(state('Decision')).toMatchObject({ type: 'Task', parent: 'Review' });
    expect(state('Review')?.type).toBe('Parallel');
  });

  test('says which were reached, when each was entered and left, and what came after', () => {
    const { state } = report(toReview);
    expect(state('Inspect')).toEqual({
      name: 'Inspect',
      type: 'Task',
      reached: true,
      status: 'succeeded',
      enteredAt: at(0).toISOString(),
      leftAt: at(1).toISOString(),
      next: 'Acceptable?',
      attempts: 1,
    });
    expect(state('Review')).toEqual({
      name: 'Review',
      type: 'Parallel',
      reached: true,
      status: 'running',
      enteredAt: at(4).toISOString(),
    });
    expect(state('Publish')).toEqual({
      name: 'Publish',
      type: 'Task',
      reached: false,
      status: 'not-reached',
    });
  });

  test('holds inputs, outputs and causes only where asked, and never a task token', () => {
    const failing = [...toReview, ...inOneRow([8, 'TaskFailed', row.failed('Bad', 'secret', activity)])];
    expect(JSON.stringify(report(failing).states)).not.toMatch(/"(input|output|cause)"|secret/);
    const { state } = report(failing, running, true);
    expect(state('Inspect')).toMatchObject({ input: { id: 'a' }, output: { id: 'a', deep: [{}] } });
    expect(JSON.stringify(state('Inspect'))).not.toContain('secret');
    expect(state('Decision')?.error).toEqual({ name: 'Bad', cause: 'secret' });
  });

  test('redacts the names and causes of errors, and what is in inputs', () => {
    const events = inOneRow(
      [0, 'TaskStateEntered', entered('Inspect', { note: 'for jane@example.com' })],
      [0, 'TaskScheduled', row.scheduled()],
      [1, 'TaskFailed', row.failed('no jane@example.com', 'GET https://example.com/x?y=z failed')],
    );
    expect(report(events, running, true).state('Inspect')).toMatchObject({
      input: { note: 'for [address]' },
      error: { name: 'no [address]', cause: 'GET [link] failed' },
    });
  });

  test('shows the state that was come back to as one it is in', () => {
    const again = inOneRow(
      [0, 'WaitStateEntered', entered('Wait')],
      [1, 'WaitStateExited', left('Wait', { old: true })],
      [1, 'TaskStateEntered', entered('Check')],
      [1, 'TaskScheduled', row.scheduled()],
      [2, 'TaskFailed', row.failed('Bad')],
      [3, 'TaskScheduled', row.scheduled()],
      [4, 'TaskSucceeded', row.succeeded()],
      [4, 'TaskStateExited', left('Check')],
      [4, 'ChoiceStateEntered', entered('Still open?')],
      [4, 'ChoiceStateExited', left('Still open?')],
      [5, 'WaitStateEntered', entered('Wait', { id: 'b' })],
    );
    const { state } = report(again, running, true, 'review-clock');
    expect(state('Wait')).toEqual({
      name: 'Wait',
      type: 'Wait',
      reached: true,
      status: 'waiting',
      enteredAt: at(5).toISOString(),
      input: { id: 'b' },
    });
    expect(state('Check')).toMatchObject({ status: 'succeeded', attempts: 2, next: 'Still open?' });
    expect(state('Still open?')).toMatchObject({ next: 'Wait' });
  });
});

describe('a history in one row', () => {
  test('tells of branches by what their tasks call', () => {
    expect(statuses(toReview)).toEqual({
      Inspect: 'succeeded',
      'Acceptable?': 'succeeded',
      Render: 'succeeded',
      'Rendered?': 'succeeded',
      Review: 'running',
      Decision: 'waiting',
      Ask: 'succeeded',
      'Start the clock': 'succeeded',
    });
    const { state } = report(toReview);
    expect(state('Ask')).toMatchObject({
      enteredAt: at(5).toISOString(),
      leftAt: at(6).toISOString(),
      next: 'Start the clock',
      attempts: 1,
    });
  });

  test('a branch of which nothing is told has begun with its Parallel', () => {
    const { state } = report(toReview.slice(0, 13));
    expect(state('Decision')).toMatchObject({ status: 'waiting', enteredAt: at(4).toISOString() });
    expect(state('Ask')).toMatchObject({ status: 'running', enteredAt: at(4).toISOString() });
    expect(state('Read the record')?.reached).toBe(false);
  });

  test('a task that failed waits for its next try, and is told with how often it was tried', () => {
    const events = inOneRow(
      [0, 'TaskStateEntered', entered('Inspect')],
      [0, 'TaskScheduled', row.scheduled()],
      [1, 'TaskFailed', row.failed('Runtime.HandlerError')],
      [3, 'TaskScheduled', row.scheduled()],
      [4, 'TaskFailed', row.failed('Lambda.Unknown')],
    );
    const told = { attempts: 2, error: { name: 'Lambda.Unknown' } };
    expect(report(events).state('Inspect')).toMatchObject({ status: 'waiting', ...told });
    const third = [...events, ...inOneRow([5, 'TaskScheduled', row.scheduled()])];
    expect(report(third).state('Inspect')).toMatchObject({ status: 'running', ...told, attempts: 3 });
  });

  test('a task whose fault is caught goes on; the Fail state at the end has failed, with the error', () => {
    const events = inOneRow(
      [0, 'TaskStateEntered', entered('Render')],
      [0, 'TaskScheduled', row.scheduled()],
      [1, 'TaskFailed', row.failed('Runtime.HandlerError')],
      [1, 'TaskStateExited', left('Render')],
      [1, 'TaskStateEntered', entered('Record fault')],
      [1, 'TaskScheduled', row.scheduled()],
      [2, 'TaskSucceeded', row.succeeded()],
      [2, 'TaskStateExited', left('Record fault')],
      [2, 'FailStateEntered', entered('Fault')],
      [2, 'ExecutionFailed', { executionFailedEventDetails: { error: 'Its.Error', cause: 'Its cause' } }],
    );
    const { state } = report(events, { status: 'FAILED', error: 'Its.Error' }, true);
    expect(state('Render')).toMatchObject({ status: 'caught', next: 'Record fault' });
    expect(state('Record fault')).toMatchObject({ status: 'succeeded', next: 'Fault' });
    expect(state('Fault')).toMatchObject({
      status: 'failed',
      error: { name: 'Its.Error', cause: 'Its cause' },
    });
  });

  test('a fault that is caught into the state that would have come anyway is told as caught', () => {
    const events = inOneRow(
      [1, 'TaskStateEntered', entered('Record fault')],
      [1, 'TaskScheduled', row.scheduled()],
      [2, 'TaskFailed', row.failed('Bad')],
      [2, 'TaskStateExited', left('Record fault')],
      [2, 'FailStateEntered', entered('Fault')],
    );
    expect(statuses(events)).toMatchObject({ 'Record fault': 'caught' });
  });

  test('a Parallel whose branch failed is caught with the branch’s fault', () => {
    const events = [
      ...toReview.slice(0, 13),
      ...inOneRow(
        [5, 'TaskScheduled', row.scheduled(activity)],
        [5, 'TaskScheduled', row.scheduled(waiting)],
        [6, 'TaskFailed', row.failed('SQS.QueueDoesNotExist', 'gone', waiting)],
        [6, 'ParallelStateExited', left('Review')],
        [6, 'TaskStateEntered', entered('Record fault')],
      ),
    ];
    expect(statuses(events)).toMatchObject({ Review: 'caught', Ask: 'failed', Decision: 'stopped' });
    const { state } = report(events, running, true);
    expect(state('Review')?.error).toEqual({ name: 'SQS.QueueDoesNotExist', cause: 'gone' });
  });

  test('a branch’s fault after which the Parallel ended well was caught', () => {
    const events = [
      ...toReview.slice(0, 17),
      ...inOneRow(
        [7, 'TaskFailed', row.failed('ExecutionAlreadyExists', 'twice', clock)],
        [9, 'TaskSucceeded', row.succeeded(activity)],
        [9, 'ParallelStateExited', left('Review')],
        [9, 'ChoiceStateEntered', entered('Outcome?')],
      ),
    ];
    expect(statuses(events)).toMatchObject({
      Review: 'succeeded',
      Decision: 'succeeded',
      'Start the clock': 'caught',
    });
    expect(report(events).state('Review')).not.toHaveProperty('error');
  });

  test('an execution that was stopped leaves its state stopped, one that died leaves it failed', () => {
    const stopped = [
      ...inOneRow([0, 'WaitStateEntered', entered('Wait')]),
      ...inOneRow([9, 'ExecutionAborted', { executionAbortedEventDetails: { error: '', cause: 'decided' } }]),
    ];
    expect(report(stopped, { status: 'ABORTED' }, true, 'review-clock').state('Wait')).toEqual({
      name: 'Wait',
      type: 'Wait',
      reached: true,
      status: 'stopped',
      enteredAt: at(0).toISOString(),
      input: {},
    });
    const died: Execution = { status: 'FAILED', error: 'States.ServiceRestart' };
    const { state } = report(toReview, died);
    expect(state('Review')).toMatchObject({ status: 'failed', error: { name: 'States.ServiceRestart' } });
    expect(state('Decision')).toMatchObject({ status: 'stopped' });
  });
});

describe('a history whose events name the one before', () => {
  const toBranches = chained(
    [0, 'ExecutionStarted', { executionStartedEventDetails: { input: '{}' } }],
    [0, 'TaskStateEntered', entered('Render')],
    [0, 'TaskScheduled', call.scheduled],
    [0, 'TaskStarted', call.started],
    [1, 'TaskFailed', call.failed('Lambda.TooManyRequestsException')],
    [2, 'TaskScheduled', call.scheduled],
    [2, 'TaskStarted', call.started],
    [3, 'TaskTimedOut', call.timedOut],
    [4, 'TaskScheduled', call.scheduled],
    [4, 'TaskStarted', call.started],
    [5, 'TaskSucceeded', call.succeeded],
    [5, 'TaskStateExited', left('Render')],
    [5, 'ParallelStateEntered', entered('Review')],
    [5, 'ParallelStateStarted'],
    [6, 'TaskStateEntered', entered('Decision'), 14],
    [6, 'TaskStateEntered', entered('Ask'), 14],
    [6, 'ActivityScheduled', { activityScheduledEventDetails: { resource: activity, input: '{}' } }, 15],
    [6, 'TaskScheduled', call.scheduled, 16],
    [7, 'TaskStarted', call.started, 18],
  );
  const more = (...events: Parameters<typeof chained>) => [
    ...toBranches,
    ...chained(...events).map((event, index) => ({
      ...event,
      id: toBranches.length + index + 1,
      previousEventId: events[index]?.[3] ?? toBranches.length + index,
    })),
  ];

  test('counts a task’s tries, throttled and timed out ones too, and keeps what the last that failed said', () => {
    expect(report(toBranches).state('Render')).toMatchObject({
      status: 'succeeded',
      attempts: 3,
      error: { name: 'States.Timeout' },
      leftAt: at(5).toISOString(),
      next: 'Review',
    });
  });

  test('tells branches apart, though their events are mixed', () => {
    const events = more(
      [7, 'TaskFailed', call.failed('SQS.AmazonSQSException'), 19],
      [8, 'ActivityStarted', { activityStartedEventDetails: { workerName: 'asker' } }, 17],
      [9, 'TaskScheduled', call.scheduled, 20],
      [9, 'TaskStarted', call.started, 22],
      [9, 'TaskSucceeded', call.succeeded, 23],
      [9, 'TaskStateExited', left('Ask'), 24],
      [9, 'TaskStateEntered', entered('Start the clock'), 25],
    );
    expect(statuses(events)).toEqual({
      Render: 'succeeded',
      Review: 'running',
      Decision: 'waiting',
      Ask: 'succeeded',
      'Start the clock': 'running',
    });
    expect(report(events).state('Ask')).toMatchObject({ attempts: 2, next: 'Start the clock' });
    expect(report(events).state('Decision')).toMatchObject({ attempts: 1 });
    expect(report(events).state('Decision')).not.toHaveProperty('error');
  });

  test('an activity that timed out is caught within its branch', () => {
    const events = more(
      [8, 'ActivityTimedOut', { activityTimedOutEventDetails: { error: 'States.Timeout' } }, 17],
      [8, 'TaskStateExited', left('Decision')],
      [8, 'TaskStateEntered', entered('Read the record')],
    );
    expect(report(events).state('Decision')).toMatchObject({
      status: 'caught',
      next: 'Read the record',
      error: { name: 'States.Timeout' },
    });
    expect(report(events).state('Review')).toMatchObject({ status: 'running' });
    expect(report(events).state('Review')).not.toHaveProperty('error');
  });

  test('a branch that fails stops the others, and its Parallel is caught with its fault', () => {
    const events = more(
      [8, 'TaskFailed', call.failed('SQS.AmazonSQSException'), 19],
      [8, 'TaskStateAborted', {}, 17],
      [8, 'ParallelStateFailed', {}, 20],
      [8, 'ParallelStateExited', left('Review')],
      [8, 'TaskStateEntered', entered('Record fault')],
    );
    expect(statuses(events)).toMatchObject({ Ask: 'failed', Decision: 'stopped', Review: 'caught' });
    expect(report(events).state('Review')?.error).toEqual({ name: 'SQS.AmazonSQSException' });
  });

  test('a Parallel that ended well goes on to what came after it', () => {
    const events = more(
      [8, 'TaskSucceeded', call.succeeded, 19],
      [8, 'TaskStateExited', left('Ask')],
      [9, 'ActivitySucceeded', { activitySucceededEventDetails: { output: '{}' } }, 17],
      [9, 'TaskStateExited', left('Decision')],
      [9, 'ParallelStateSucceeded', {}],
      [9, 'ParallelStateExited', left('Review')],
      [9, 'ChoiceStateEntered', entered('Outcome?')],
    );
    expect(statuses(events)).toMatchObject({ Review: 'succeeded', Decision: 'succeeded', Ask: 'succeeded' });
    expect(report(events).state('Review')).toMatchObject({ next: 'Outcome?' });
    expect(report(events.slice(0, -1)).state('Review')).not.toHaveProperty('next');
    expect(report(events).state('Decision')).not.toHaveProperty('next');
  });

  test('an execution that ran out of time failed where it was', () => {
    const events = more([90, 'ExecutionTimedOut', { executionTimedOutEventDetails: {} }, 19]);
    expect(statuses(events, { status: 'TIMED_OUT' })).toMatchObject({
      Review: 'failed',
      Decision: 'stopped',
      Ask: 'stopped',
    });
  });
});
