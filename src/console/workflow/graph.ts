import { errorsInWords, type Rule, ruleInWords } from './labels.ts';

const OTHERWISE = 'anything else';

interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: (Rule & { Next: string })[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Branches?: Definition[];
}

/** A state machine in Amazon States Language, or a branch of one, as far as it is drawn. */
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

export interface GraphNode {
  name: string;
  type: string;
  /** What runs side by side within it; none but in a Parallel. */
  branches: Graph[];
}

/** A way from one state to another; there is one of each kind between two at most. */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'next' | 'choice' | 'catch';
  /** When it is taken, in words; empty where it always is, or by any error. */
  label: string;
}

export interface Graph {
  start: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** The states of a definition and the ways between them, in its order. */
export function graphOf({ StartAt, States }: Definition): Graph {
  const states = Object.entries(States);
  return {
    start: StartAt,
    nodes: states.map(([name, { Type, Branches = [] }]) => ({
      name,
      type: Type,
      branches: Branches.map(graphOf),
    })),
    edges: states.flatMap(([name, state]) => waysFrom(name, state)),
  };
}

function waysFrom(from: string, { Next, Default, Choices = [], Catch = [] }: State): GraphEdge[] {
  const kinds: Record<GraphEdge['kind'], { to: string; label: string }[]> = {
    next: Next === undefined ? [] : [{ to: Next, label: '' }],
    choice: [
      ...Choices.map((choice) => ({ to: choice.Next, label: ruleInWords(choice) })),
      ...(Default === undefined ? [] : [{ to: Default, label: OTHERWISE }]),
    ],
    catch: Catch.map((one) => ({ to: one.Next, label: errorsInWords(one.ErrorEquals) })),
  };
  return (Object.keys(kinds) as GraphEdge['kind'][]).flatMap((kind) => {
    const labels = Map.groupBy(kinds[kind], ({ to }) => to);
    return [...labels].map(([to, ways]) => ({ from, to, kind, label: either(ways.map((way) => way.label)) }));
  });
}

/** Two ways to one state are one; the one that is always taken says it, or the one for all that is left. */
function either(labels: string[]): string {
  const widest = ['', OTHERWISE].find((one) => labels.includes(one));
  return widest ?? [...new Set(labels)].join(' or ');
}
