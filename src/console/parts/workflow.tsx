import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { WorkflowReport } from '../../functions/get-workflow/schema.ts';
import type { Image } from '../api/images.ts';
import { useWorkflow } from '../live/use-workflow.ts';
import { Trouble } from './trouble.tsx';

type Drawing = FunctionComponent<{ report: WorkflowReport }>;

/** Where the run of the state machine is drawn; what draws it is fetched when it is wanted. */
export function WorkflowPart({ image }: { image: Image }) {
  const { report, problem, refresh, begun } = useWorkflow(image);
  const Drawing = useDrawing();
  return (
    <section class="whole" aria-labelledby="workflow">
      <h2 id="workflow">Workflow</h2>
      {!begun && (
        <p class="soft">
          Nothing runs yet: the file has not arrived. If its upload was broken off, send it again from the
          contact sheet; without a file this one ends as failed after an hour.
        </p>
      )}
      <Trouble problem={problem} retry={refresh} />
      {report && Drawing ? (
        <Drawing report={report} />
      ) : (
        begun && problem === undefined && <p class="soft">Loading…</p>
      )}
    </section>
  );
}

function useDrawing(): Drawing | undefined {
  const [drawing, setDrawing] = useState<{ Drawing: Drawing }>();
  useEffect(() => {
    let wanted = true;
    import('../workflow/workflow.tsx').then(
      ({ Workflow }) => wanted && setDrawing({ Drawing: Workflow }),
      // Not reached now: the next picture tries again.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return drawing?.Drawing;
}
