import { type EdgeLabel, type GraphLabel, layout, type NodeLabel, Graph as Sheet } from '@dagrejs/dagre';
import type { Point } from './curve.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { NAME_SIZE, SMALL_SIZE, textWidth } from './text.ts';
import { waysOut } from './ways-out.ts';

/** A rectangle by its left upper corner, in pixels. */
export interface Box extends Point {
  width: number;
  height: number;
}

/** A state and where it is drawn; of a Parallel, the frame around its branches. */
export interface PlacedNode extends Box {
  name: string;
  type: string;
  /** The Parallel whose frame it is in. */
  parent?: string;
}

/** A way and where it is drawn; one that comes from nowhere comes from the dot where all begins. */
export interface PlacedEdge extends Omit<GraphEdge, 'from'> {
  from?: string;
  points: readonly Point[];
  /** Where its label stands. */
  labelBox?: Box;
}

export interface Drawing {
  width: number;
  height: number;
  /** In the order in which they are read: downwards, a Parallel before what is in it. */
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  /** The middle of the dot where all begins; branches begin where their Parallel does. */
  dot?: Point;
}

/** High enough for two lines, and for a finger. */
export const NODE_HEIGHT = 46;
/** From a state's left edge to its text: room for the sign of its status. */
export const TEXT_LEFT = 34;
/** At a task's right edge: room for how often it was tried. */
export const COUNT_WIDTH = 34;
export const DOT_SIZE = 12;
const PADDING = 12;
const MARGIN = 10;
const LABEL_HEIGHT = 18;
const LABEL_PADDING = 8;
/** The longest that is written below a name. */
const LONGEST = textWidth('12 min 34 s', SMALL_SIZE);
const DOT = '•';

/** Lays a graph out from top to bottom: branches side by side in the frame of their Parallel. */
export function layOut(graph: Graph): Drawing {
  return placed(graph, true);
}

type Way = Omit<PlacedEdge, 'points'>;

function placed(graph: Graph, dotted: boolean): Drawing {
  const { start, nodes, edges } = graph;
  const branches = new Map(nodes.map((node) => [node.name, node.branches.map((one) => placed(one, false))]));
  const begin: Way[] = dotted ? [{ to: start, kind: 'next', label: '' }] : [];
  const ways = [...begin, ...edges.filter((edge) => !leadsOut(edge, graph))];
  const sheet = new Sheet<GraphLabel, NodeLabel, EdgeLabel>({ directed: true, multigraph: true });
  const apart = { nodesep: 22, edgesep: 14, ranksep: 28, marginx: MARGIN, marginy: MARGIN };
  // By their tops: a way to a state beside a Parallel would cut the corner of that.
  sheet.setGraph({ rankdir: 'TB', rankalign: 'top', ...apart });
  if (dotted) sheet.setNode(DOT, { width: DOT_SIZE, height: DOT_SIZE });
  for (const node of nodes) sheet.setNode(node.name, sizeOf(node, branches.get(node.name) ?? []));
  for (const way of ways) sheet.setEdge(way.from ?? DOT, way.to, sizeOfWay(way), way.kind);
  layout(sheet);

  const frames = nodes
    .map(({ name, type }) => ({ name, type, ...cornered(sheet.node(name)) }))
    .toSorted((one, other) => one.y - other.y || one.x - other.x);
  const insides = new Map(frames.map((frame) => [frame.name, inside(frame, branches.get(frame.name) ?? [])]));
  const drawn = ways.map((way) => ({
    ...way,
    ...placeOfWay(way, sheet.edge(way.from ?? DOT, way.to, way.kind)),
  }));
  const { width = 0, height = 0 } = sheet.graph();
  const out = waysOut(
    edges.filter((edge) => leadsOut(edge, graph)),
    frames,
    width,
  );
  const { x = 0, y = 0 } = dotted ? sheet.node(DOT) : {};
  return {
    width: Math.max(width, ...out.flatMap(({ points }) => points.map((point) => point.x + MARGIN))),
    height,
    nodes: frames.flatMap((frame) => [frame, ...(insides.get(frame.name) ?? []).flatMap((one) => one.nodes)]),
    edges: [...drawn, ...out, ...[...insides.values()].flat().flatMap((one) => one.edges)],
    ...(dotted ? { dot: { x, y } } : {}),
  };
}

/** By any error to where another way leads as well: drawn around the others, which would be torn apart otherwise. */
function leadsOut({ to, kind, label }: GraphEdge, { edges }: Graph): boolean {
  return kind === 'catch' && label === '' && edges.some((edge) => edge.to === to && edge.kind !== 'catch');
}

/** A state is as wide as what is written on it; a Parallel as its branches side by side, below its own lines. */
function sizeOf({ name, type }: GraphNode, branches: readonly Drawing[]): { width: number; height: number } {
  const text = Math.max(textWidth(name, NAME_SIZE), LONGEST);
  const own = TEXT_LEFT + text + (type === 'Task' ? COUNT_WIDTH : PADDING);
  return {
    width: Math.max(own, sum(branches.map((one) => one.width))),
    height: NODE_HEIGHT + Math.max(0, ...branches.map((one) => one.height)),
  };
}

function sizeOfWay({ label }: Way): EdgeLabel {
  if (label === '') return { width: 0, height: 0 };
  return { width: textWidth(label, SMALL_SIZE) + LABEL_PADDING, height: LABEL_HEIGHT, labelpos: 'c' };
}

function placeOfWay(
  { label }: Way,
  { points = [], ...box }: EdgeLabel,
): Pick<PlacedEdge, 'points' | 'labelBox'> {
  return { points, ...(label === '' ? {} : { labelBox: cornered(box) }) };
}

/** The branches of a Parallel, each moved to its place within the frame. */
function inside(frame: PlacedNode, branches: readonly Drawing[]): Drawing[] {
  const spare = (frame.width - sum(branches.map((one) => one.width))) / 2;
  return branches.map((branch, index) => {
    const left = frame.x + spare + sum(branches.slice(0, index).map((one) => one.width));
    const moved = <P extends Point>(point: P): P => ({
      ...point,
      x: point.x + left,
      y: point.y + frame.y + NODE_HEIGHT,
    });
    return {
      ...branch,
      nodes: branch.nodes.map((node) => ({ parent: frame.name, ...moved(node) })),
      edges: branch.edges.map((edge) => ({
        ...edge,
        points: edge.points.map(moved),
        ...(edge.labelBox ? { labelBox: moved(edge.labelBox) } : {}),
      })),
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** Dagre tells of middles. */
function cornered({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
