import { ExecutionError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import {
  definitionOf,
  type Edge,
  edgesOf,
  inWords,
  type Machine,
  type Place,
  placesOf,
  type Stage,
} from './definitions.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What a task says that never answers. */
export const HANGS = Symbol('never answers');
export type Answer = Json | Error | typeof HANGS;

/** For each Task state what it answers, one after the other; the last one again and again. */
export type Answers = Record<string, readonly Answer[]>;

/** States in the order they were entered; a Parallel is followed by a list for each of its branches. */
export type Way = (string | string[])[];

export interface Run {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  output?: Json;
  error?: string;
  cause?: string;
  way: Way;
  /** Every state entered and what it was given. */
  steps: { state: string; input: Json }[];
  /** Every ask of a task, retries too. */
  sent: { task: string; input: Json; at: number }[];
}

export interface Settings {
  input: Json;
  answers: Answers;
  /** The execution's `$$` object. */
  execution?: { Id: string; Name: string };
  /** Time-outs in seconds by state, or of the whole machine, in place of the definition's days. */
  timeouts?: Record<string, number>;
}

/** The whole machine, in `timeouts`. */
export const MACHINE = 'the machine';

/** Node's timers hold no more: beyond it they fire at once, and 31 days are beyond it. */
const LONGEST_TIMER_SECONDS = 2 ** 31 / 1000 - 1;

/** A machine that asks more often than this goes round in a circle, and would for ever. */
const MOST_ASKS = 200;

/** An error as a task or Step Functions names it. */
export function fault(name: string, cause = 'the cause'): Error {
  return Object.assign(new Error(cause), { name });
}

/** So many of the same answer. */
export function times(count: number, answer: Answer): Answer[] {
  return Array<Answer>(count).fill(answer);
}

/** What `lambda:invoke` gives back, the function's answer among it. */
export function lambda(payload: Json): Json {
  const headers = { 'X-Amzn-Trace-Id': 'root=1-5e1b4151', 'Content-Type': 'application/json' };
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: '3b0cf8a2' },
    StatusCode: 200,
  };
}

/** How often a task was asked. */
export function tries(run: Run, task: string): number {
  return sentTo(run, task).length;
}

/** What a task was sent, each time. */
export function sentTo(run: Run, task: string): Json[] {
  return run.sent.filter((one) => one.task === task).map(({ input }) => input);
}

/** A machine that runs here, and which of its ways were gone. */
export function machine(name: string, stage: Stage = 'aws') {
  const gone = new Set<string>();

  async function run({ input, answers, execution, timeouts = {} }: Settings): Promise<Run> {
    const definition = shortened(definitionOf(name, stage), timeouts);
    const places = placesOf(definition);
    const sent: Run['sent'] = [];
    const ended = Promise.withResolvers<null>();
    const engine = new StateMachine(JSON.parse(JSON.stringify(definition)), {
      validationOptions: { noValidate: true }, // rules.test.ts validates; shortened time-outs are fractions
    });
    const tasks = places.filter(({ state }) => state.Type === 'Task').map((place) => place.name);
    const handlers = tasks.map((task) => [
      task,
      (given: Json) => {
        if (sent.length >= MOST_ASKS) throw fault('GoesRound', `${task} was asked again and again`);
        const list = answers[task] ?? [fault('NotExpected', `nobody expected ${task}`)];
        const answer = list[Math.min(sent.filter((one) => one.task === task).length, list.length - 1)];
        sent.push({ task, input: given, at: Date.now() });
        if (answer instanceof Error) throw answer;
        // Let go of at the end, or the interpreter's timer for it would outlive the test.
        return answer === HANGS ? ended.promise : answer;
      },
    ]);
    const started = engine.run(input, {
      ...(execution ? { context: { Execution: execution } } : {}),
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(handlers),
        retryIntervalOverrides: Object.fromEntries(tasks.map((task) => [task, 0])),
      },
    });
    const log = follow(places, started.eventLogs);
    const result = await started.result.then(succeeded, failed).finally(() => ended.resolve(null));
    const { way, steps, edges } = await log;
    for (const edge of edges) gone.add(inWords(edge));
    return { ...result, way, steps, sent };
  }

  /** The ways that the definition knows and no run went. */
  function untrodden(): string[] {
    return placesOf(definitionOf(name, stage))
      .flatMap(edgesOf)
      .map(inWords)
      .filter((edge) => !gone.has(edge));
  }

  return { run, untrodden };
}

function succeeded(output: unknown): Pick<Run, 'status' | 'output'> {
  return { status: 'SUCCEEDED', output: output as Json };
}

function failed(thrown: unknown): Pick<Run, 'status' | 'error' | 'cause'> {
  if (thrown instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT' };
  if (!(thrown instanceof ExecutionError) || !(thrown.cause instanceof Error)) throw thrown;
  return { status: 'FAILED', error: thrown.cause.name, cause: thrown.cause.message };
}

function shortened(definition: Machine, timeouts: Record<string, number>): Machine {
  const within = (seconds: number, name: string) =>
    timeouts[name] ?? Math.min(seconds, LONGEST_TIMER_SECONDS);
  definition.TimeoutSeconds = within(definition.TimeoutSeconds, MACHINE);
  for (const { name, state } of placesOf(definition)) {
    if (name in timeouts && !state.TimeoutSeconds) throw new Error(`${name} has no time-out`);
    if (state.TimeoutSeconds) state.TimeoutSeconds = within(state.TimeoutSeconds, name);
  }
  return definition;
}

type Events = ReturnType<StateMachine['run']>['eventLogs'];

/** Puts the events in order; those of the branches of a Parallel come interleaved. */
async function follow(places: Place[], events: Events) {
  const lane = new Map(
    places.map(({ name, within }) => [name, within ? `${within.name} ${within.branch}` : '']),
  );
  const lanes = new Map<string, string[]>();
  const caught = new Set<string>();
  const edges: Edge[] = [];
  const steps: Run['steps'] = [];
  for await (const event of events) {
    if (event.type === 'StateCaught') caught.add(event.state.name);
    if (event.type !== 'StateEntered') continue;
    const { name, input } = event.state;
    const here = lanes.get(lane.get(name) ?? '') ?? [];
    const from = here.at(-1);
    if (from !== undefined) edges.push({ from, to: name, caught: caught.delete(from) });
    lanes.set(lane.get(name) ?? '', [...here, name]);
    steps.push({ state: name, input });
  }
  const way: Way = (lanes.get('') ?? []).flatMap((name) => [
    name,
    ...[...lanes].filter(([branch]) => branch.startsWith(`${name} `)).map(([, states]) => states),
  ]);
  return { way, steps, edges };
}
