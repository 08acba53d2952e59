import * as z from 'zod';

/** One event of an execution's history, as far as it is read here. */
export interface HistoryEntry {
  timestamp?: Date | undefined;
  stateEnteredEventDetails?: { name?: string | undefined; input?: string | undefined } | undefined;
  stateExitedEventDetails?: { name?: string | undefined; output?: string | undefined } | undefined;
}

/** A state of the definition, and what the execution did with it; times in ISO 8601. */
export const stateReport = z.object({
  name: z.string(),
  type: z.string(),
  /** The Parallel whose branch it is in. */
  parent: z.string().optional(),
  reached: z.boolean(),
  enteredAt: z.iso.datetime().optional(),
  leftAt: z.iso.datetime().optional(),
  input: z.json().optional(),
  output: z.json().optional(),
});
export type StateReport = z.infer<typeof stateReport>;

type State = { Type: string; Branches?: Machine[] | undefined };
type Machine = { StartAt: string; States: Record<string, State> };

const state: z.ZodType<State> = z.looseObject({
  Type: z.string(),
  get Branches() {
    return z.array(machine).optional();
  },
});
const machine: z.ZodType<Machine> = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), state),
});

/**
 * Every state of a definition, in its order, with what the history says of it.
 * @param withData whether inputs and outputs are shown; task tokens never are
 */
export function reportStates(
  definition: string,
  history: readonly HistoryEntry[],
  withData: boolean,
): StateReport[] {
  const top = machine.parse(JSON.parse(definition));
  return statesOf(top, undefined, history, withData);
}

function statesOf(
  { StartAt, States }: Machine,
  parent: StateReport | undefined,
  history: readonly HistoryEntry[],
  withData: boolean,
): StateReport[] {
  return Object.entries(States).flatMap(([name, { Type, Branches = [] }]) => {
    const seen = visit(name, history, withData);
    // Not every engine reports what happens within branches; each begins when its Parallel does.
    const begun = parent?.reached && name === StartAt && !seen.reached;
    const report: StateReport = {
      name,
      type: Type,
      ...(parent ? { parent: parent.name } : {}),
      ...(begun ? { ...seen, reached: true, enteredAt: parent.enteredAt } : seen),
    };
    return [report, ...Branches.flatMap((branch) => statesOf(branch, report, history, withData))];
  });
}

/** The last visit counts: a state that was come back to is where it is now. */
function visit(name: string, history: readonly HistoryEntry[], withData: boolean) {
  const entered = history.findLast((one) => one.stateEnteredEventDetails?.name === name);
  const left = history.findLast((one) => one.stateExitedEventDetails?.name === name);
  const inside = entered && left && Number(left.timestamp) < Number(entered.timestamp);
  const input = withData && tidy(entered?.stateEnteredEventDetails?.input);
  const output = withData && !inside && tidy(left?.stateExitedEventDetails?.output);
  return {
    reached: entered !== undefined,
    ...(entered?.timestamp ? { enteredAt: entered.timestamp.toISOString() } : {}),
    ...(left?.timestamp && !inside ? { leftAt: left.timestamp.toISOString() } : {}),
    ...(input ? { input } : {}),
    ...(output ? { output } : {}),
  };
}

function tidy(text: string | undefined): z.infer<ReturnType<typeof z.json>> | undefined {
  if (text === undefined) return undefined;
  return JSON.parse(text, (key, value: unknown) => (/token/i.test(key) ? undefined : value));
}
