import type { Point } from './curve.ts';
import type { GraphEdge } from './graph.ts';
import type { Box } from './layout.ts';

/** Between a row of states and the line below it; the labels of other ways begin a little lower. */
const CLEAR = 5;
/** Between two lines side by side. */
const LANE = 12;
/** From a state's right edge to where its line begins or ends. */
const CORNER = 16;

/**
 * Ways that go around all states: down from a state to below its row, to the right of everything, along there, and in
 * above the row of the state that they lead to. Those to one state share their line.
 */
export function waysOut<Edge extends GraphEdge>(
  edges: readonly Edge[],
  frames: readonly (Box & { name: string })[],
  width: number,
): (Edge & { points: Point[] })[] {
  const targets = [...new Set(edges.map((edge) => edge.to))];
  return edges.flatMap((edge) => {
    const from = frames.find(({ name }) => name === edge.from);
    const to = frames.find(({ name }) => name === edge.to);
    if (!from || !to) return [];
    const lane = targets.indexOf(edge.to);
    const [start, end] = [from.x + from.width - CORNER, to.x + to.width - CORNER];
    const below = bottomOf(from, frames) + CLEAR + (lane % 2) * 3;
    const above = to.y - LANE;
    const side = width + lane * LANE;
    const points = [
      { x: start, y: from.y + from.height },
      { x: start, y: below },
      { x: side, y: below },
      { x: side, y: above },
      { x: end, y: above },
      { x: end, y: to.y },
    ];
    return [{ ...edge, points }];
  });
}

/** The states of a row have their tops side by side. */
function bottomOf(frame: Box, frames: readonly Box[]): number {
  const row = frames.filter((one) => Math.round(one.y) === Math.round(frame.y));
  return Math.max(...row.map(({ y, height }) => y + height));
}
