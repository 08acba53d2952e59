import * as z from 'zod';
import { type Place, placesOf } from './machine.ts';
import { redactJson, redactText } from './redact.ts';
import { type Fault, type HistoryEntry, type Told, type Visit, visitsOf } from './visits.ts';

/** How an execution stands, as Step Functions says. */
export const executionStatus = z.enum([
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
]);
export type ExecutionStatus = z.infer<typeof executionStatus>;

/**
 * What became of a state. `waiting`: for a person, a time, or the next try. `caught`: it failed, and the machine went on
 * by a Catch. `stopped`: the execution, or the Parallel around it, ended while it was at work.
 */
export const stateStatus = z.enum([
  'not-reached',
  'running',
  'waiting',
  'succeeded',
  'caught',
  'failed',
  'stopped',
]);
export type StateStatus = z.infer<typeof stateStatus>;

/** A state of the definition, and what the execution did with it; times in ISO 8601. */
export const stateReport = z.object({
  name: z.string(),
  type: z.string(),
  /** The Parallel whose branch it is in. */
  parent: z.string().optional(),
  reached: z.boolean(),
  status: stateStatus,
  enteredAt: z.iso.datetime().optional(),
  leftAt: z.iso.datetime().optional(),
  /** The state that came after. */
  next: z.string().optional(),
  /** How often a task was tried; each after the first is a retry. */
  attempts: z.int().positive().optional(),
  /** Of the last try that failed, even if a later one did not. */
  error: z.object({ name: z.string(), cause: z.string().optional() }).optional(),
  input: z.json().optional(),
  output: z.json().optional(),
});
export type StateReport = z.infer<typeof stateReport>;

/** An execution, state by state. */
export const executionReport = z.object({
  /** Its name: `<id>-<round>-<attempt>`, and a clock's with `-clock` after it. */
  execution: z.string(),
  status: executionStatus,
  startedAt: z.iso.datetime().optional(),
  stoppedAt: z.iso.datetime().optional(),
  error: z.string().optional(),
  states: z.array(stateReport),
  /** In Amazon States Language. */
  definition: z.json(),
});
export type ExecutionReport = z.infer<typeof executionReport>;

/** The execution whose history is read; `error` where its end has one that the history does not tell. */
export interface Execution {
  status: ExecutionStatus;
  error?: string;
}

/**
 * Every state of a definition, in its order, with what the history says of it.
 * @param withData whether inputs, outputs and causes are shown; tokens, links and addresses never are
 */
export function reportStates(
  definition: string,
  history: readonly HistoryEntry[],
  execution: Execution,
  withData: boolean,
): StateReport[] {
  const places = placesOf(definition);
  const { visits, end } = visitsOf(places, history);
  const told = { visits: withBeginnings(places, visits), end: { error: execution.error, ...known(end) } };
  return places.map((place) => reportState(place, told, aroundOf(place, places, told), execution, withData));
}

/** The Parallel that a state is in, and the visit to that. */
type Around = { state: Place['state']; visit: Visit } | undefined;

function aroundOf({ parent }: Place, places: readonly Place[], { visits }: Told): Around {
  const state = places.find(({ name }) => name === parent)?.state;
  const visit = parent === undefined ? undefined : visits.get(parent);
  return state && visit && { state, visit };
}

/** Not every engine reports what happens within branches; each begins when its Parallel does. */
function withBeginnings(places: readonly Place[], visits: Told['visits']): Told['visits'] {
  const begun = places.flatMap(({ name, parent, first }): [string, Visit][] => {
    const around = parent !== undefined && first && !visits.has(name) ? visits.get(parent) : undefined;
    return around ? [[name, { enteredAt: around.enteredAt, attempts: 0, failed: false }]] : [];
  });
  return new Map([...visits, ...begun]);
}

function reportState(
  place: Place,
  told: Told,
  around: Around,
  execution: Execution,
  withData: boolean,
): StateReport {
  const { name, state, parent } = place;
  const about = { name, type: state.Type, ...(parent === undefined ? {} : { parent }) };
  const visit = told.visits.get(name);
  if (!visit) return { ...about, reached: false, status: 'not-reached' };
  const status = statusOf(place, visit, around, execution);
  const next = visit.next ?? (state.Next && told.visits.has(state.Next) ? state.Next : undefined);
  const error = showFault(faultOf(place, visit, status, told.end), withData);
  return {
    ...about,
    reached: true,
    status,
    ...(visit.enteredAt ? { enteredAt: visit.enteredAt.toISOString() } : {}),
    ...(visit.leftAt ? { leftAt: visit.leftAt.toISOString() } : {}),
    ...(next !== undefined && visit.leftAt ? { next } : {}),
    ...(visit.attempts > 0 ? { attempts: visit.attempts } : {}),
    ...(error ? { error } : {}),
    ...(withData && visit.input !== undefined ? { input: redactJson(visit.input) } : {}),
    ...(withData && visit.output !== undefined ? { output: redactJson(visit.output) } : {}),
  };
}

function statusOf({ state, parent }: Place, visit: Visit, around: Around, execution: Execution): StateStatus {
  if (state.Type === 'Fail') return 'failed';
  if (visit.leftAt) return wasCaught(state, visit) ? 'caught' : 'succeeded';
  if (execution.status === 'RUNNING' && !around?.visit.leftAt) {
    const waits = state.Type === 'Wait' || state.Resource?.includes(':activity:') || visit.failed;
    return waits ? 'waiting' : 'running';
  }
  // Where an engine does not say that it was left: the Parallel went on as if nothing was wrong.
  if (visit.failed)
    return around?.visit.leftAt && !wasCaught(around.state, around.visit) ? 'caught' : 'failed';
  const died = execution.status === 'FAILED' || execution.status === 'TIMED_OUT';
  return died && parent === undefined ? 'failed' : 'stopped';
}

/** It was left by a way that only a Catch leads to. */
function wasCaught({ Next, Catch = [] }: Place['state'], { next, failed }: Visit): boolean {
  return next !== undefined && Catch.some((one) => one.Next === next) && (next !== Next || failed);
}

/** A Parallel has its states' fault only where it failed by it; what ended an execution is told of its last state. */
function faultOf({ state, parent }: Place, visit: Visit, status: StateStatus, end: Fault): Fault | undefined {
  if (status === 'failed' && parent === undefined && end.error) return end;
  return state.Branches && status !== 'failed' && status !== 'caught' ? undefined : visit.fault;
}

function showFault(fault: Fault | undefined, withData: boolean): StateReport['error'] {
  if (!fault?.error) return undefined;
  return {
    name: redactText(fault.error),
    ...(withData && fault.cause ? { cause: redactText(fault.cause) } : {}),
  };
}

function known({ error, cause }: Fault): Fault {
  return { ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
}
