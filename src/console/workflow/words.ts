import type { ExecutionReport, ExecutionStatus, StateReport, StateStatus } from '#core/history';

/** Each status as it is said. */
export const statusWords: Record<StateStatus, string> = {
  'not-reached': 'not reached',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  caught: 'failed and caught',
  failed: 'failed',
  stopped: 'stopped',
};

/** Each status as the legend explains it. */
export const statusMeanings: Record<StateStatus, string> = {
  'not-reached': 'Not reached',
  running: 'Running',
  waiting: 'Waiting for a person, a time or the next try',
  succeeded: 'Succeeded',
  caught: 'Failed, and went on by a way out',
  failed: 'Failed',
  stopped: 'Stopped from outside',
};

/** In the order in which the legend explains them. */
export const statusesInOrder = Object.keys(statusMeanings) as StateStatus[];

const executionWords: Record<ExecutionStatus, string> = {
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'Timed out',
  ABORTED: 'Stopped',
  PENDING_REDRIVE: 'Waits to be started again',
};

/** How an execution stands: `Succeeded after 3.4 s`. */
export function standing({
  status,
  error,
  startedAt,
  stoppedAt,
}: Pick<ExecutionReport, 'status' | 'error' | 'startedAt' | 'stoppedAt'>): string {
  const long = took({ enteredAt: startedAt, leftAt: stoppedAt });
  const after = long === undefined ? '' : ` after ${long}`;
  return `${executionWords[status]}${after}${status === 'FAILED' && error ? `: ${error}` : ''}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds in at most two units: `217 ms`, `1.2 s`, `5 min 12 s`, `2 d 3 h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${milliseconds} ms`;
  if (milliseconds < 10 * SECOND) return `${(Math.floor(milliseconds / 100) / 10).toFixed(1)} s`;
  const units: [unit: number, name: string, next: number, nextName: string][] = [
    [DAY, 'd', HOUR, 'h'],
    [HOUR, 'h', MINUTE, 'min'],
    [MINUTE, 'min', SECOND, 's'],
  ];
  const [unit, name, next, nextName] = units.find(([one]) => milliseconds >= one) ?? [
    SECOND,
    's',
    SECOND,
    '',
  ];
  const rest = Math.floor((milliseconds % unit) / next);
  return `${Math.floor(milliseconds / unit)} ${name}${rest > 0 ? ` ${rest} ${nextName}` : ''}`;
}

/** How long it took from one time to another; nothing while it is not over. */
export function took({
  enteredAt,
  leftAt,
}: {
  enteredAt?: string | undefined;
  leftAt?: string | undefined;
}): string | undefined {
  if (enteredAt === undefined || leftAt === undefined) return undefined;
  return duration(Date.parse(leftAt) - Date.parse(enteredAt));
}

export function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

/** What a screen reader says of a state: `Render: succeeded, tried twice, 1.2 s`. */
export function accessibleName(state: StateReport): string {
  const { name, status, attempts = 1 } = state;
  const tried = attempts > 1 ? `tried ${times(attempts)}` : undefined;
  return `${name}: ${[statusWords[status], tried, took(state)].filter(Boolean).join(', ')}`;
}

/** The line below a state's name: how long it took where all went well, else how it stands. */
export function shortStatus(state: StateReport): string {
  if (state.status === 'not-reached') return '';
  if (state.status === 'succeeded') return took(state) ?? 'succeeded';
  return state.status;
}
