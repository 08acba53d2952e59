import { describe, expect, test } from '@jest/globals';
import { curve, type Point } from '../../../../src/console/workflow/curve.ts';
import { graphOf } from '../../../../src/console/workflow/graph.ts';
import { type Box, layOut, NODE_HEIGHT } from '../../../../src/console/workflow/layout.ts';
import { definitionOf, machineNames, placesOf } from '../../../workflow/definitions.ts';

const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;
const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const isOnEdge = ({ x, y, width, height }: Box, point: Point) =>
  [x, x + width].some((side) => Math.abs(point.x - side) < 0.5) ||
  [y, y + height].some((side) => Math.abs(point.y - side) < 0.5);
/** Points on a way, a pixel or two apart, but for its ends. */
const alongOf = (points: readonly Point[]): Box[] =>
  points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2);
    return Array.from({ length: steps - 1 }, (_, step) => ({
      x: from.x + ((to.x - from.x) * (step + 1)) / steps,
      y: from.y + ((to.y - from.y) * (step + 1)) / steps,
      width: 0,
      height: 0,
    }));
  });
const pairs = <T>(all: readonly T[]) =>
  all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));

describe.each(machineNames)('the drawing of the machine %s', (machine) => {
  const definition = definitionOf(machine);
  const { nodes, edges, width, height } = layOut(graphOf(definition));
  const sheet = { x: 0, y: 0, width, height };
  const labels = edges.flatMap(({ label, labelBox }) => (labelBox ? [{ label, ...labelBox }] : []));

  test('has every state once, as large as a finger', () => {
    const names = placesOf(definition).map(({ name }) => name);
    expect(nodes.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(nodes.filter(({ width, height }) => width < 44 || height < 44)).toEqual([]);
  });

  test('no state overlaps another, but for a Parallel and what is in it', () => {
    const over = pairs(nodes).filter(
      ([one, other]) => one.parent !== other.name && other.parent !== one.name && overlap(one, other),
    );
    expect(over.map(([one, other]) => `${one.name} and ${other.name}`)).toEqual([]);
  });

  test('a Parallel contains its states, below its own lines', () => {
    const inside = nodes.filter(({ parent }) => parent !== undefined);
    expect(inside.map(({ name }) => name).sort()).toEqual(
      placesOf(definition)
        .flatMap(({ name, within }) => (within ? [name] : []))
        .sort(),
    );
    for (const node of inside) {
      const frame = nodes.find(({ name }) => name === node.parent);
      expect(frame && contains(frame, node)).toBe(true);
      expect(node.y).toBeGreaterThanOrEqual((frame?.y ?? 0) + NODE_HEIGHT);
    }
  });

  test('all is on the sheet', () => {
    const points = edges.flatMap((edge) => edge.points.map((point) => ({ ...point, width: 0, height: 0 })));
    const off = [...nodes, ...labels, ...points].filter((one) => !contains(sheet, one));
    expect(off).toEqual([]);
  });

  test('no label overlaps another, nor a state', () => {
    const over = pairs(labels).filter(([one, other]) => overlap(one, other));
    const simple = nodes.filter(({ height }) => height === NODE_HEIGHT);
    const onStates = labels.filter((label) => simple.some((node) => overlap(label, node)));
    expect([over, onStates]).toEqual([[], []]);
    expect(labels.length).toBeGreaterThan(0);
  });

  test('every way begins and ends at the edges of its states', () => {
    const off = edges.flatMap(({ from, to, points }) => {
      const ends = [
        { name: from, point: points[0] },
        { name: to, point: points.at(-1) },
      ];
      return ends.filter(({ name, point }) => {
        const node = nodes.find((one) => one.name === name);
        return name !== undefined && !(node && point && isOnEdge(node, point));
      });
    });
    expect(off).toEqual([]);
  });

  test('no way crosses a state that it neither comes from nor leads to', () => {
    const crossings = edges.flatMap(({ from, to, points }) => {
      const others = nodes.filter(({ name }) => name !== from && name !== to);
      const crossed = others.filter(
        (node) =>
          alongOf(points).some((point) => contains(node, point)) &&
          // Branches are within their frame.
          !nodes.some(({ name, parent }) => name === from && parent === node.name),
      );
      return crossed.map(({ name }) => `${from} → ${to} crosses ${name}`);
    });
    expect(crossings).toEqual([]);
  });

  test('a way out that goes around crosses no label', () => {
    const around = edges.filter(({ kind, label }) => kind === 'catch' && label === '');
    const crossed = around.flatMap(({ points }) =>
      labels.filter((label) => alongOf(points).some((point) => contains(label, point))),
    );
    expect(crossed).toEqual([]);
  });

  test('is read downwards, a Parallel before what is in it', () => {
    const top = nodes.filter(({ parent }) => parent === undefined);
    expect(top.map(({ y }) => y)).toEqual(top.map(({ y }) => y).sort((a, b) => a - b));
    for (const [index, { parent }] of nodes.entries()) {
      if (parent !== undefined) expect(nodes.findIndex(({ name }) => name === parent)).toBeLessThan(index);
    }
  });
});

test('the picture’s machine fits on a page beside nothing else', () => {
  expect(layOut(graphOf(definitionOf('image'))).width).toBeLessThan(900);
});

test('a curve goes from its first point to just before its last, where its arrow is', () => {
  const { line, head } = curve([
    { x: 0, y: 0 },
    { x: 0, y: 40 },
    { x: 60, y: 40 },
  ]);
  expect(line).toBe('M0 0L0 24Q0 40 16 40L52 40');
  expect(head).toBe('M60 40L52 44L52 36Z');
});
