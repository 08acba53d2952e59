import type { StateStatus } from '#core/history';

/** What is drawn for each status in a square of 16 pixels, so that none is told by its colour alone. */
const strokes: Record<StateStatus, string> = {
  'not-reached': 'M5 8H11',
  running: 'M5 3L13 8L5 13Z',
  waiting: 'M8 2A6 6 0 1 0 8 14A6 6 0 1 0 8 2M8 4.5V8L10.5 9.5',
  succeeded: 'M2.5 8.5L6.5 12.5L13.5 4',
  caught: 'M8 2.5V9M8 12V13.5',
  failed: 'M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5',
  stopped: 'M4 4H12V12H4Z',
};

interface SignProps {
  status: StateStatus;
  x?: number;
  y?: number;
}

/** The sign of a status, at its place within a drawing. */
export function Sign({ status, x = 0, y = 0 }: SignProps) {
  return <path class={`workflow-sign ${status}`} d={strokes[status]} transform={`translate(${x} ${y})`} />;
}
