import type { StateReport } from '#core/history';
import { COUNT_WIDTH, NODE_HEIGHT, type PlacedNode, TEXT_LEFT } from './layout.ts';
import { Sign } from './sign.tsx';
import { accessibleName, shortStatus } from './words.ts';

interface StateButtonProps {
  node: PlacedNode;
  state: StateReport;
  /** Whether its details are shown. */
  pressed: boolean;
  onPress: () => void;
}

const SIGN = 16;

/** A state in the drawing, to press: its sign and name, how long it took or how it stands, and its tries. */
export function StateButton({ node, state, pressed, onPress }: StateButtonProps) {
  const { name, type, x, y, width } = node;
  const { status, attempts = 1 } = state;
  const second = shortStatus(state);
  const middle = NODE_HEIGHT / 2;
  const count = width - COUNT_WIDTH / 2;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress();
  };
  return (
    <g class={`workflow-state ${status}`} transform={`translate(${x} ${y})`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a button of HTML cannot stand in a drawing */}
      <g
        class="workflow-button"
        role="button"
        tabindex={0}
        aria-label={accessibleName(state)}
        aria-pressed={pressed}
        onClick={onPress}
        onKeyDown={onKeyDown}
      >
        <rect class="workflow-shape" width={width} height={NODE_HEIGHT} rx={type === 'Choice' ? middle : 8} />
        <text class="workflow-name" x={TEXT_LEFT} y={second ? middle - 4 : middle + 5}>
          {name}
        </text>
      </g>
      {/* Its name says all this. */}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
      <g class="workflow-marks" aria-hidden="true">
        <Sign status={status} x={(TEXT_LEFT - SIGN) / 2 + 2} y={middle - SIGN / 2} />
        {second && (
          <text class="workflow-second" x={TEXT_LEFT} y={middle + 14}>
            {second}
          </text>
        )}
        {attempts > 1 && (
          <g class="workflow-count">
            <rect x={count - 14} y={middle - 9} width="28" height="18" rx="9" />
            <text x={count} y={middle + 4}>{`×${attempts}`}</text>
          </g>
        )}
      </g>
    </g>
  );
}
