/** Where the tests' own stack is: what the global set-up hands to the workers. */
export interface Place {
  /** The one address in front of the API. */
  url: string;
  /** Of the local AWS. */
  endpoint: string;
  /** The folder that holds its state, the mails among it. */
  home: string;
  stackName: string;
  outputs: Record<string, string>;
}

/** The environment variable that the workers read. */
export const PLACE = 'CONTACTSHEET_TEST_STACK';

let read: Place | undefined;

/** Has the tests of this file run against a stack that they started themselves. */
export function usePlace(own: Place): void {
  read = own;
}

/** The stack that these tests run against. */
export function place(): Place {
  read ??= given();
  return read;
}

function given(): Place {
  const text = process.env[PLACE];
  if (text === undefined)
    throw new Error(`${PLACE} is not set: the global set-up of the jest project starts the stack.`);
  return JSON.parse(text) as Place;
}

/** One of the stack's outputs. */
export function output(name: string): string {
  const value = place().outputs[name];
  if (value === undefined) throw new Error(`template.yaml has no output ${name}.`);
  return value;
}
