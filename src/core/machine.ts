import * as z from 'zod';

/** A state of a definition in Amazon States Language, as far as it is read here. */
export interface MachineState {
  Type: string;
  Resource?: string | undefined;
  Next?: string | undefined;
  Catch?: { Next: string }[] | undefined;
  Branches?: Machine[] | undefined;
}

/** A state machine, or a branch of a Parallel. */
export interface Machine {
  StartAt: string;
  States: Record<string, MachineState>;
}

const state: z.ZodType<MachineState> = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Next: z.string().optional(),
  Catch: z.array(z.looseObject({ Next: z.string() })).optional(),
  get Branches() {
    return z.array(machine).optional();
  },
});
const machine: z.ZodType<Machine> = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), state),
});

/** A state where it stands. */
export interface Place {
  name: string;
  state: MachineState;
  /** The Parallel whose branch it is in. */
  parent?: string;
  /** Whether its machine, or its branch, begins with it. */
  first: boolean;
}

/**
 * Every state of a definition, in its order; those in branches after their Parallel. Names are unique throughout.
 * @throws ZodError for what is no definition
 */
export function placesOf(definition: string): Place[] {
  return placesIn(machine.parse(JSON.parse(definition)), undefined);
}

function placesIn({ StartAt, States }: Machine, parent: string | undefined): Place[] {
  return Object.entries(States).flatMap(([name, state]) => [
    { name, state, ...(parent === undefined ? {} : { parent }), first: name === StartAt },
    ...(state.Branches ?? []).flatMap((branch) => placesIn(branch, name)),
  ]);
}
