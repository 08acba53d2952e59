import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { millisecondsOf } from '#core/policy-rules';
import { fields, list, readTemplate, resourcesOf } from '../unit/cloudformation.ts';
import {
  definitionOf,
  edgesOf,
  inWords,
  machineNames,
  type Place,
  placesOf,
  type State,
  substitutionsOf,
  textOf,
} from './definitions.ts';

const template = readTemplate();

/** The longest policy that is accepted, opened as a whole day of quiet hours begins. */
const LONGEST_REVIEW_SECONDS = (millisecondsOf('P30D') + millisecondsOf('P1D')) / 1000;

const names = (places: Place[]) => places.map(({ name }) => name);
const everywhere = machineNames.map((name) => placesOf(definitionOf(name)));

describe.each(machineNames)('The machine %s', (machine) => {
  const definition = definitionOf(machine);
  const places = placesOf(definition);
  const tasks = places.filter(({ state }) => state.Type === 'Task');
  const waits = tasks.flatMap(({ name, state }) => (state.Retry ?? []).map((retrier) => ({ name, retrier })));

  test('is valid', () => {
    const { errors } = validate(definitionOf(machine), { checkPaths: true, checkArn: true });
    expect(errors.map((error) => `${error['Error code']}: ${error.Message}`)).toEqual([]);
  });

  test('gives every task a time-out, beyond that of the function that it calls', () => {
    expect(names(tasks.filter(({ state }) => !state.TimeoutSeconds))).toEqual([]);
    const substitutions = substitutionsOf(machine);
    const shorter = tasks.filter(({ state: { Parameters, TimeoutSeconds = 0 } }) => {
      const [substitution = ''] = Parameters?.FunctionName?.split(':').slice(-1) ?? [];
      const [called] = list(fields(substitutions[substitution])['Fn::GetAtt']).map(String);
      return TimeoutSeconds <= Number(template.Resources[called ?? '']?.Properties['Timeout'] ?? 0);
    });
    expect(names(shorter)).toEqual([]);
  });

  test('lets no heartbeat outlast its task', () => {
    const slow = tasks.filter(({ state }) => (state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? 0));
    expect(names(slow)).toEqual([]);
  });

  test('tries every task again, whatever the fault, further and further apart and never in step', () => {
    const wild = (errors: string[] = []) =>
      errors.includes('States.ALL') || errors.includes('States.TaskFailed');
    expect(names(tasks.filter(({ state }) => !wild(state.Retry?.at(-1)?.ErrorEquals)))).toEqual([]);
    const again = waits.filter(({ retrier }) => retrier.MaxAttempts !== 0);
    const hasty = again.filter(
      ({ retrier: { BackoffRate = 1, IntervalSeconds = 0, JitterStrategy } }) =>
        BackoffRate <= 1 || IntervalSeconds < 1 || JitterStrategy !== 'FULL',
    );
    expect(hasty).toEqual([]);
  });

  test('catches every fault of a task, in the task itself or in the Parallel around it', () => {
    const all = ({ Catch }: Place['state']) =>
      Catch?.some((one) => one.ErrorEquals.includes('States.ALL')) ?? false;
    const loose = tasks.filter(({ state, within }) => !all(state) && !(within && all(within.parallel)));
    expect(names(loose)).toEqual([]);
  });

  test('has States.ALL stand alone and last, or what follows it would never match', () => {
    const lists = places.flatMap(({ name, state }) =>
      [state.Retry ?? [], state.Catch ?? []].map((list) => ({
        name,
        errors: list.map((one) => one.ErrorEquals),
      })),
    );
    const wrong = lists.filter(({ errors }) =>
      errors.some((one, at) => one.includes('States.ALL') && (one.length > 1 || at < errors.length - 1)),
    );
    expect(wrong).toEqual([]);
  });

  test('outlasts the longest review that a policy allows, and its own tasks', () => {
    expect(definition.TimeoutSeconds).toBeGreaterThan(LONGEST_REVIEW_SECONDS);
    const outlasting = tasks.filter(({ state }) => (state.TimeoutSeconds ?? 0) >= definition.TimeoutSeconds);
    expect(names(outlasting)).toEqual([]);
  });

  test('knows where to go when no choice fits', () => {
    const choices = places.filter(({ state }) => state.Type === 'Choice');
    expect(names(choices.filter(({ state }) => !state.Default))).toEqual([]);
  });

  test('fails only where a fault was caught or recorded, never by a choice', () => {
    const failing = new Set(names(places.filter(({ state }) => state.Type === 'Fail')));
    const ways = places.flatMap(edgesOf).filter(({ to }) => failing.has(to));
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.filter(({ from, caught }) => !caught && from !== 'Record fault').map(inWords)).toEqual([]);
  });

  test('is given every substitution that it names, and no other', () => {
    const used = new Set([...textOf(machine).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(substitutionsOf(machine)).sort());
  });

  test('names each state once, branches included, so that a history can be read by names', () => {
    expect(new Set(names(places)).size).toBe(places.length);
    expect(names(places).filter((name) => name.length > 80)).toEqual([]);
  });
});

test('A review’s task outlasts the longest review that a policy allows', () => {
  const decision = placesOf(definitionOf('image')).find(({ name }) => name === 'Decision')?.state
    .TimeoutSeconds;
  expect(decision).toBeGreaterThan(LONGEST_REVIEW_SECONDS);
});

test('A clock that was started before is not tried again', () => {
  const start = placesOf(definitionOf('image')).find(({ name }) => name === 'Start the clock')?.state;
  const spellings = ['StepFunctions.ExecutionAlreadyExistsException', 'ExecutionAlreadyExists'];
  expect(start?.Retry?.[0]).toEqual({ ErrorEquals: spellings, MaxAttempts: 0 });
  expect(start?.Catch?.[0]?.ErrorEquals).toEqual(spellings);
});

describe.each(['aws', 'local'] as const)('Where a function has no room (%s)', (stage) => {
  const calls = machineNames
    .flatMap((name) => placesOf(definitionOf(name, stage)))
    .filter(({ state }) => state.Resource === 'arn:aws:states:::lambda:invoke');
  const patience = ({ Retry }: State) =>
    Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('Lambda.TooManyRequestsException'));

  test('every state that calls one waits for room with the same patience, those that carry out a decision too', () => {
    expect(names(calls)).toEqual(
      expect.arrayContaining([
        'Inspect',
        'Render',
        'Publish',
        'Withdraw',
        'Expire',
        'Refuse',
        'Record fault',
      ]),
    );
    const first = calls[0] && patience(calls[0].state);
    expect(first).toBeDefined();
    for (const { state } of calls) expect(patience(state)).toEqual(first);
  });

  test.each(calls)('$name waits more than ten minutes, by its longest waits', ({ state }) => {
    const {
      MaxAttempts = 0,
      IntervalSeconds = 0,
      BackoffRate = 0,
      MaxDelaySeconds = 0,
    } = patience(state) ?? {};
    const seconds = Array.from({ length: MaxAttempts }, (_, at) =>
      Math.min(IntervalSeconds * BackoffRate ** at, MaxDelaySeconds),
    );
    expect(seconds.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(600);
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: on AWS this is a function that
  // ran out of time or memory, and it would be run again 120 times.
  test('a function that crashed or ran out of time is taken for one only where nothing tells them apart', () => {
    const taken = calls.flatMap(({ state }) => patience(state)?.ErrorEquals ?? []);
    expect(taken.includes('Lambda.Unknown')).toBe(stage === 'local');
    expect(taken).not.toContain('Sandbox.Timedout');
  });
});

test('Between them the machines use each type of state but Map', () => {
  const types = new Set(everywhere.flat().map(({ state }) => state.Type));
  expect([...types].sort()).toEqual(['Choice', 'Fail', 'Parallel', 'Pass', 'Succeed', 'Task', 'Wait']);
});

test('Every machine of the template is one of those', () => {
  const uris = resourcesOf(template, 'AWS::Serverless::StateMachine').map(
    ([, { Properties }]) => Properties['DefinitionUri'],
  );
  expect(uris.sort()).toEqual(machineNames.map((name) => `statemachines/${name}.asl.json`).sort());
});
