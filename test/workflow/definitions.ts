import { readdirSync, readFileSync } from 'node:fs';

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  MaxAttempts?: number;
  JitterStrategy?: string;
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
}

export interface State {
  Type: 'Task' | 'Choice' | 'Parallel' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Branches?: States[];
  Retry?: Retrier[];
  Catch?: Catcher[];
  TimeoutSeconds?: number;
  HeartbeatSeconds?: number;
  Resource?: string;
  Parameters?: { FunctionName?: string };
}

export interface States {
  StartAt: string;
  States: Record<string, State>;
}

export interface Machine extends States {
  TimeoutSeconds: number;
}

/** A state where it stands: at the top, or in a branch of a Parallel. */
export interface Place {
  name: string;
  state: State;
  /** The Parallel around it, if there is one, and which of its branches this is. */
  within?: { name: string; parallel: State; branch: number };
}

/** A way on from a state: named, and whether an error was caught on it. */
export interface Edge {
  from: string;
  to: string;
  caught: boolean;
}

const folder = new URL('../../statemachines/', import.meta.url);

/** The machines by the names of their files. */
export const machineNames = readdirSync(folder)
  .filter((file) => file.endsWith('.asl.json'))
  .map((file) => file.replace('.asl.json', ''));

/** The file as it is kept, with its `${Substitutions}`. */
export function textOf(machine: string): string {
  return readFileSync(new URL(`${machine}.asl.json`, folder), 'utf8');
}

/** What stands for `${Substitution}` when a machine is run here. */
export function standIn(substitution: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${substitution}`;
}

/** A machine as it is deployed; a fresh copy each time. */
export function definitionOf(machine: string): Machine {
  const text = textOf(machine).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => standIn(name));
  const definition: Machine = JSON.parse(text);
  return definition;
}

/** Every state of a machine, those in branches after their Parallel. */
export function placesOf(states: States, within?: Place['within']): Place[] {
  return Object.entries(states.States).flatMap(([name, state]) => [
    { name, state, ...(within ? { within } : {}) },
    ...(state.Branches ?? []).flatMap((one, branch) => placesOf(one, { name, parallel: state, branch })),
  ]);
}

/** Every way on from a state that its definition knows. */
export function edgesOf({ name: from, state }: Place): Edge[] {
  const chosen = [...(state.Choices ?? []).map((choice) => choice.Next), state.Default, state.Next];
  const plain = chosen.filter((to) => to !== undefined).map((to) => ({ from, to, caught: false }));
  const caught = (state.Catch ?? []).map(({ Next: to }) => ({ from, to, caught: true }));
  return [...plain, ...caught];
}

/** An edge in words, as a failing test names it. */
export function inWords({ from, to, caught }: Edge): string {
  return caught ? `${from} fails → ${to}` : `${from} → ${to}`;
}
