import { useRef, useState } from 'preact/hooks';
import type { ExecutionReport } from '#core/history';
import type { WorkflowReport } from '../../functions/get-workflow/schema.ts';
import { Details } from './details.tsx';
import { Drawing } from './drawing.tsx';
import { Legend } from './legend.tsx';
import { Moment } from './moment.tsx';
import { standing } from './words.ts';

/** The answer of `GET /images/{id}/workflow`, drawn: the execution that has the picture, and its review's clock. */
export function Workflow({ report }: { report: WorkflowReport }) {
  return (
    <div class="workflow">
      <Machine report={report} heading="The picture’s way" />
      {report.clock && <Machine report={report.clock} heading="The review’s clock" />}
      <Legend />
    </div>
  );
}

/** One execution: how it stands, its drawing, and what is known of the state that was chosen. */
function Machine({ report, heading }: { report: ExecutionReport; heading: string }) {
  const [chosen, choose] = useState<string>();
  const state = report.states.find(({ name }) => name === chosen);
  const section = useRef<HTMLElement>(null);
  const close = () => {
    section.current?.querySelector<SVGElement>('[aria-pressed=true]')?.focus();
    choose(undefined);
  };
  return (
    <section class="workflow-machine" aria-label={heading} ref={section}>
      <h3>{heading}</h3>
      <p class="workflow-standing">
        {standing(report)}
        {report.startedAt && (
          <>
            {', started '}
            <Moment at={report.startedAt} />
          </>
        )}
      </p>
      <div class="workflow-columns">
        <Drawing report={report} label={`States of: ${heading}`} selected={chosen} onSelect={choose} />
        {state && (
          <Details state={state} withData={report.states.some((one) => 'input' in one)} onClose={close} />
        )}
      </div>
    </section>
  );
}
