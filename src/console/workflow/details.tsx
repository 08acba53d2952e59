import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { StateReport } from '#core/history';
import { Moment } from './moment.tsx';
import { statusWords, times, took } from './words.ts';

interface DetailsProps {
  state: StateReport;
  /** Whether input, output and causes are told to who looks. */
  withData: boolean;
  onClose: () => void;
}

/** All that is known of one state. */
export function Details({ state, withData, onClose }: DetailsProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // Who opened it by keyboard reads on from here.
  useLayoutEffect(() => heading.current?.focus(), [state.name]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  const { name, reached, error, input, output } = state;
  return (
    <section class="workflow-details" aria-labelledby={id} onKeyDown={onKeyDown}>
      <header>
        <h4 id={id} ref={heading} tabindex={-1}>
          {name}
        </h4>
        <button type="button" class="workflow-close" onClick={onClose}>
          Close
        </button>
      </header>
      <Facts state={state} />
      {error && (
        <>
          <h5>{state.status === 'succeeded' ? 'Error of the last try that failed' : 'Error'}</h5>
          <p class="workflow-error">{error.name}</p>
          {error.cause !== undefined && <Data label="Cause" value={parsed(error.cause)} />}
        </>
      )}
      {input !== undefined && <Data label="Input" value={input} />}
      {output !== undefined && <Data label="Output" value={output} />}
      {reached && !withData && (
        <p class="workflow-note">Operators also see what went in and what came out.</p>
      )}
    </section>
  );
}

function Facts({ state }: { state: StateReport }) {
  const { type, status, parent, enteredAt, leftAt, attempts, next } = state;
  const long = took(state);
  return (
    <dl>
      <Fact term="Status">{statusWords[status]}</Fact>
      <Fact term="Type">{parent === undefined ? type : `${type} in ${parent}`}</Fact>
      {enteredAt && (
        <Fact term="Entered">
          <Moment at={enteredAt} />
        </Fact>
      )}
      {leftAt && (
        <Fact term="Left">
          <Moment at={leftAt} />
        </Fact>
      )}
      {long && <Fact term="Took">{long}</Fact>}
      {attempts !== undefined && <Fact term="Tried">{times(attempts)}</Fact>}
      {next !== undefined && <Fact term="Went on to">{next}</Fact>}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Data({ label, value }: { label: string; value: unknown }) {
  return (
    <>
      <h5>{label}</h5>
      <pre>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
    </>
  );
}

/** A cause is JSON where a function threw. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
