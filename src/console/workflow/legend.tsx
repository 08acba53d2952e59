import { Sign } from './sign.tsx';
import { statusesInOrder, statusMeanings } from './words.ts';

/** What the signs and lines of the drawings mean. */
export function Legend() {
  return (
    <ul class="workflow-legend" aria-label="Signs">
      {statusesInOrder.map((status) => (
        <li key={status}>
          <svg class={`workflow-state ${status}`} width="26" height="22" aria-hidden="true">
            <rect class="workflow-shape" x="1" y="1" width="24" height="20" rx="5" />
            <Sign status={status} x={5} y={3} />
          </svg>
          {statusMeanings[status]}
        </li>
      ))}
      <li>
        <Line of="next taken" />
        The way taken
      </li>
      <li>
        <Line of="catch" />
        The way out of an error
      </li>
      <li>
        <svg class="workflow-count" width="28" height="18" aria-hidden="true">
          <rect width="28" height="18" rx="9" />
          <text x="14" y="13">
            ×2
          </text>
        </svg>
        Tried twice
      </li>
    </ul>
  );
}

function Line({ of }: { of: string }) {
  return (
    <svg class={`workflow-edge ${of}`} width="26" height="12" aria-hidden="true">
      <path class="workflow-line" d="M0 6H18" />
      <path class="workflow-head" d="M26 6L18 2V10Z" />
    </svg>
  );
}
