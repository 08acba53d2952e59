import { useEffect, useState } from 'preact/hooks';
import type { WorkflowReport } from '../../functions/get-workflow/schema.ts';
import { Refused } from '../api/call.ts';
import type { Image } from '../api/images.ts';
import { useTools } from '../tools.ts';
import { type Pace, usePolling } from './polling.ts';

/** How soon to look at executions again; those that have ended stay as they are. */
export function paceOf(
  { status, clock }: Pick<WorkflowReport, 'status' | 'clock'>,
  of: Image['status'],
): Pace {
  if (status !== 'RUNNING' && clock?.status !== 'RUNNING') return 'never';
  return of === 'processing' ? 'soon' : 'late';
}

/** The same after a look that failed; Step Functions forgets an execution 90 days after its end. */
export function paceAfter(problem: unknown, of: Image['status']): Pace {
  const forgotten = problem instanceof Refused && problem.problem.status === 404;
  if (forgotten && of !== 'processing' && of !== 'in-review') return 'never';
  return of === 'processing' ? 'soon' : 'late';
}

/** How a picture's executions stand, kept up with; a look reads two histories, which Step Functions gives out sparingly. */
export function useWorkflow({ id, status, updatedAt }: Image) {
  const { images } = useTools();
  const [report, setReport] = useState<WorkflowReport>();
  const [problem, setProblem] = useState<unknown>();
  // Before the file has come there is no execution.
  const begun = status !== 'awaiting-upload';

  const look = async (): Promise<Pace> => {
    if (!begun) return 'late';
    try {
      const next = await images.workflow(id);
      setReport(next);
      setProblem(undefined);
      return paceOf(next, status);
    } catch (error) {
      setProblem(error);
      return paceAfter(error, status);
    }
  };
  const refresh = usePolling(look);
  useEffect(refresh, [status, updatedAt]);
  return { report, problem, refresh, begun };
}
