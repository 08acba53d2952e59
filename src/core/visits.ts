import * as z from 'zod';
import type { Place } from './machine.ts';

/** One event of an execution's history; what it tells is in the one field that ends in `EventDetails`. */
export interface HistoryEntry {
  id?: number | undefined;
  /** The event that led to this one; not every engine says so. */
  previousEventId?: number | undefined;
  type?: string | undefined;
  timestamp?: Date | undefined;
}

/** An error as Step Functions tells it: a name, and what caused it, often JSON. */
export interface Fault {
  error?: string | undefined;
  cause?: string | undefined;
}

/** What an execution did in a state, when it was there last. */
export interface Visit {
  enteredAt?: Date | undefined;
  leftAt?: Date | undefined;
  input?: string | undefined;
  output?: string | undefined;
  /** The state that came after. */
  next?: string | undefined;
  /** How often its task was begun. */
  attempts: number;
  /** Whether the last try failed. */
  failed: boolean;
  /** What the last try that failed told, its own or that of a state within. */
  fault?: Fault;
}

/** What a history tells: of the states by name, and of the end of the whole. */
export interface Told {
  visits: ReadonlyMap<string, Visit>;
  end: Fault;
}

const text = z.string().optional();
const details = z.object({
  name: text,
  input: text,
  output: text,
  resource: text,
  error: text,
  cause: text,
});
type Details = z.infer<typeof details>;

const BEGUN = /^(Task|Activity|LambdaFunction)Scheduled$/;
const DONE = /^(Task|Activity|LambdaFunction)Succeeded$/;
const FAILED = /^(Task|Activity|LambdaFunction)\w*(Failed|TimedOut)$/;
const ENDED = /^Execution(Failed|Aborted|TimedOut)$/;

/** Reads a history, oldest event first. The last visit counts: a state that was come back to is where it is now. */
export function visitsOf(places: readonly Place[], history: readonly HistoryEntry[]): Told {
  const visits = new Map<string, Visit>();
  const owners = new Map<number, string>();
  let end: Fault = {};
  let last: string | undefined;

  for (const event of history) {
    const { id, type = '', timestamp, previousEventId } = event;
    const chained = previousEventId !== undefined;
    const told = detailsOf(event);
    if (ENDED.test(type)) end = faultIn(told);
    const before = chained ? owners.get(previousEventId) : last;
    const owner = told.name ?? (chained ? before : within(places, last, told));
    if (owner === undefined) continue;
    if (id !== undefined) owners.set(id, owner);

    const left = before === undefined ? undefined : visits.get(before);
    if (type.endsWith('StateEntered')) {
      if (left?.leftAt) left.next = owner;
      visits.set(owner, { enteredAt: timestamp, input: told.input, attempts: 0, failed: false });
      last = owner;
    } else if (BEGUN.test(type)) {
      // Where an engine tells of nothing but tasks within a Parallel, this is the first that is heard of the state.
      const visit = visits.get(owner) ?? { enteredAt: timestamp, attempts: 0, failed: false };
      visits.set(owner, { ...visit, attempts: visit.attempts + 1, failed: false });
    } else if (type.endsWith('StateExited') || (DONE.test(type) && !chained && owner !== last)) {
      const visit = visits.get(owner);
      if (visit) visits.set(owner, { ...visit, leftAt: timestamp, output: told.name && told.output });
    } else if (FAILED.test(type)) {
      blame(visits, places, owner, faultIn(told));
    }
  }
  return { visits, end };
}

/** A try failed: that is known of the state, and of each Parallel around it. */
function blame(
  visits: Map<string, Visit>,
  places: readonly Place[],
  name: string | undefined,
  fault: Fault,
  own = true,
): void {
  const visit = name === undefined ? undefined : visits.get(name);
  if (name === undefined || !visit) return;
  visits.set(name, { ...visit, fault, failed: own });
  blame(visits, places, places.find((one) => one.name === name)?.parent, fault, false);
}

function faultIn({ error, cause }: Details): Fault {
  return { error, cause };
}

function detailsOf(event: HistoryEntry): Details {
  const found = Object.entries(event).find(([field]) => field.endsWith('EventDetails'));
  return details.safeParse(found?.[1]).data ?? {};
}

/** Whom a task's event is about where the engine does not say: the state last entered, or the one within it that calls that. */
function within(places: readonly Place[], last: string | undefined, { resource }: Details) {
  const inside = places.filter(({ parent }) => parent !== undefined && parent === last);
  if (inside.length === 0) return last;
  const callers = inside.filter(({ state }) => resource !== undefined && state.Resource === resource);
  return callers.length === 1 ? callers[0]?.name : undefined;
}
