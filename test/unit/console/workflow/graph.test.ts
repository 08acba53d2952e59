import { describe, expect, test } from '@jest/globals';
import { type Graph, graphOf } from '../../../../src/console/workflow/graph.ts';
import { errorsInWords, ruleInWords } from '../../../../src/console/workflow/labels.ts';
import { definitionOf, edgesOf, inWords, machineNames, placesOf } from '../../../workflow/definitions.ts';

const levels = (graph: Graph): Graph[] => [
  graph,
  ...graph.nodes.flatMap((node) => node.branches.flatMap(levels)),
];
const waysOf = (graph: Graph) =>
  levels(graph).flatMap(({ edges }) =>
    edges.map(({ from, to, kind }) => inWords({ from, to, caught: kind === 'catch' })),
  );

describe.each(machineNames)('the graph of the machine %s', (machine) => {
  const definition = definitionOf(machine);
  const places = placesOf(definition);
  const graph = graphOf(definition);

  test('has every state once, those of branches within their Parallel', () => {
    const found = levels(graph).flatMap(({ nodes }) => nodes.map(({ name, type }) => `${name}: ${type}`));
    expect(found.sort()).toEqual(places.map(({ name, state }) => `${name}: ${state.Type}`).sort());
    for (const { name, within } of places.filter((place) => place.within)) {
      const around = levels(graph).flatMap(({ nodes }) => nodes.filter((one) => one.name === within?.name));
      const branch = around[0]?.branches[within?.branch ?? 0];
      expect(branch?.nodes.map((node) => node.name)).toContain(name);
    }
  });

  test('has every way on from a state, and nothing twice', () => {
    const expected = new Set(places.flatMap(edgesOf).map(inWords));
    expect(waysOf(graph).sort()).toEqual([...expected].sort());
  });

  test('begins where the machine does', () => {
    expect(graph.start).toBe(definition.StartAt);
  });

  test('says of every choice when it is taken', () => {
    const choices = levels(graph).flatMap(({ edges }) => edges.filter(({ kind }) => kind === 'choice'));
    expect(choices.filter(({ label }) => !/^[\w ]+$/.test(label))).toEqual([]);
  });
});

test('choices are labelled in words, two to one state and the one for all else as one', () => {
  const { edges } = graphOf(definitionOf('image'));
  const labels = (from: string, kind: string) =>
    edges.filter((edge) => edge.from === from && edge.kind === kind).map(({ to, label }) => [to, label]);
  expect(labels('Outcome?', 'choice')).toEqual([
    ['Publish', 'approved'],
    ['Withdraw', 'rejected'],
    ['Expire', 'expired'],
    ['No verdict', 'anything else'],
  ]);
  expect(labels('Rendered?', 'choice')).toContainEqual(['No verdict', 'anything else']);
  expect(labels('Render', 'catch')).toEqual([['Record fault', '']]);
});

describe('a label', () => {
  test.each([
    [{ Variable: '$.review.outcome', StringEquals: 'approved' }, 'approved'],
    [{ Not: { Variable: '$.facts.verdict', IsPresent: true } }, 'no verdict'],
    [{ Variable: '$.facts.verdict', IsPresent: false }, 'no verdict'],
    [{ Variable: '$.urgent', BooleanEquals: true }, 'urgent'],
    [{ Variable: '$.count', NumericGreaterThanEquals: 3 }, 'count at least 3'],
    [{ Variable: '$.now', TimestampLessThanPath: '$.until' }, 'now below until'],
    [{ Variable: '$.name', IsNull: true }, 'name Null'],
    [
      {
        And: [
          { Variable: '$.a', StringEquals: 'x' },
          { Variable: '$.b', NumericEquals: 2 },
        ],
      },
      'x and b 2',
    ],
    [
      {
        Or: [
          { Variable: '$.a', StringEquals: 'x' },
          { Variable: '$.a', StringMatches: 'y*' },
        ],
      },
      'x or a like y*',
    ],
  ])('of the rule %j is "%s"', (rule, words) => {
    expect(ruleInWords(rule)).toBe(words);
  });

  test.each([
    [['States.ALL'], ''],
    [['States.Timeout', 'States.HeartbeatTimeout'], 'timed out'],
    [['StepFunctions.ExecutionAlreadyExistsException', 'ExecutionAlreadyExists'], 'execution already exists'],
    [['States.TaskFailed', 'Lambda.Unknown'], 'task failed or unknown'],
  ])('of the errors %j is "%s"', (names, words) => {
    expect(errorsInWords(names)).toBe(words);
  });
});
