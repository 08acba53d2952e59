import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ExecutionReport, StateReport } from '#core/history';
import { curve } from './curve.ts';
import { type Definition, graphOf } from './graph.ts';
import { DOT_SIZE, type Drawing as Layout, layOut, NODE_HEIGHT, type PlacedEdge } from './layout.ts';
import { StateButton } from './state-button.tsx';

interface DrawingProps {
  report: ExecutionReport;
  /** What the drawing shows, for those who hear it. */
  label: string;
  selected: string | undefined;
  onSelect: (state: string) => void;
}

type States = ReadonlyMap<string, StateReport>;

/** The state machine as a graph: each state a button, the way that was taken drawn bold. */
export function Drawing({ report, label, selected, onSelect }: DrawingProps) {
  // The text, since a report that is fetched again holds an equal definition, not the same.
  const text = JSON.stringify(report.definition);
  const layout = useMemo(() => {
    const definition: Definition = JSON.parse(text);
    return layOut(graphOf(definition));
  }, [text]);
  const states = new Map(report.states.map((state) => [state.name, state]));
  const window = useCentred(layout, current(report));
  const { width, height, dot } = layout;
  return (
    <div class="workflow-window" ref={window}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold a drawing */}
      <svg
        class="workflow-drawing"
        role="group"
        aria-label={label}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
      >
        <Frames layout={layout} states={states} />
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
        <g aria-hidden="true">
          {dot && <circle class="workflow-dot" cx={dot.x} cy={dot.y} r={DOT_SIZE / 2} />}
          {inOrder(layout.edges, states).map((edge) => (
            <Edge key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} taken={isTaken(edge, states)} />
          ))}
        </g>
        {layout.nodes.map((node) => {
          const state = states.get(node.name);
          const press = () => onSelect(node.name);
          return (
            state && (
              <StateButton
                key={node.name}
                node={node}
                state={state}
                pressed={node.name === selected}
                onPress={press}
              />
            )
          );
        })}
      </svg>
    </div>
  );
}

/** Scrolls sideways, so that the state where the execution is can be seen; again only once it has moved on. */
function useCentred({ nodes }: Layout, name: string | undefined) {
  const window = useRef<HTMLDivElement>(null);
  const node = nodes.find((one) => one.name === name);
  const middle = node && node.x + node.width / 2;
  useEffect(() => {
    if (window.current && middle !== undefined)
      window.current.scrollLeft = middle - window.current.clientWidth / 2;
  }, [middle]);
  return window;
}

/** Where the execution is, or where it ended. */
function current({ states }: ExecutionReport): string | undefined {
  const inside = states.findLast(({ status }) => status === 'running' || status === 'waiting');
  const last = states
    .filter(({ reached }) => reached)
    .toSorted((one, other) => (one.enteredAt ?? '').localeCompare(other.enteredAt ?? ''));
  return (inside ?? last.at(-1))?.name;
}

/** The frames of Parallels, below everything else. */
function Frames({ layout, states }: { layout: Layout; states: States }) {
  return layout.nodes
    .filter(({ height }) => height > NODE_HEIGHT)
    .map(({ name, x, y, width, height }) => (
      <rect
        key={name}
        class={`workflow-frame ${states.get(name)?.status}`}
        x={x}
        y={y}
        width={width}
        height={height}
        rx="8"
      />
    ));
}

function Edge({ edge, taken }: { edge: PlacedEdge; taken: boolean }) {
  const { line, head } = curve(edge.points);
  const { kind, label, labelBox: box } = edge;
  return (
    <g class={`workflow-edge ${kind}${taken ? ' taken' : ''}`}>
      <path class="workflow-line" d={line} />
      <path class="workflow-head" d={head} />
      {box && (
        <text class="workflow-label" x={box.x + box.width / 2} y={box.y + box.height / 2}>
          {label}
        </text>
      )}
    </g>
  );
}

/** The ways that were taken come last, so that they are drawn over the others. */
function inOrder(edges: readonly PlacedEdge[], states: States): PlacedEdge[] {
  return [false, true].flatMap((taken) => edges.filter((edge) => isTaken(edge, states) === taken));
}

function isTaken({ from, to, kind }: PlacedEdge, states: States): boolean {
  if (from === undefined) return states.get(to)?.reached ?? false;
  const state = states.get(from);
  return state?.next === to && (state.status === 'caught') === (kind === 'catch');
}
