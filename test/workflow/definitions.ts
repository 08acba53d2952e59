import { readdirSync, readFileSync } from 'node:fs';
import { fields, list, readTemplate, resourcesOf, type Value } from '../unit/cloudformation.ts';

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

const template = readTemplate();

/** Where a machine is deployed: some substitutions of the template differ. */
export type Stage = 'aws' | 'local';

/** What the template puts in a machine's place of that name. */
export function substitutionsOf(machine: string): Record<string, Value> {
  const file = `statemachines/${machine}.asl.json`;
  const found = resourcesOf(template, 'AWS::Serverless::StateMachine').filter(
    ([, { Properties }]) => Properties['DefinitionUri'] === file,
  );
  if (found.length !== 1) throw new Error(`${found.length} machines of the template are made of ${file}`);
  return fields(found[0]?.[1].Properties['DefinitionSubstitutions']);
}

/** What stands for `${Substitution}` when a machine is run here. */
export function standIn(substitution: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${substitution}`;
}

/** A plain text that the template substitutes at a stage, such as the name of an error; else what stands for it here. */
function substituted(name: string, value: Value | undefined, stage: Stage): string {
  const [condition, local, aws] = list(fields(value)['Fn::If']);
  const chosen = condition === 'IsLocal' ? { local, aws }[stage] : value;
  return typeof chosen === 'string' ? chosen : standIn(name);
}

/** A machine as it is deployed at that stage; a fresh copy each time. */
export function definitionOf(machine: string, stage: Stage = 'aws'): Machine {
  const values = substitutionsOf(machine);
  const text = textOf(machine).replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
    substituted(name, values[name], stage),
  );
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
