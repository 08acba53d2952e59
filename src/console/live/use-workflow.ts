import { useEffect, useState } from 'preact/hooks';
import type { WorkflowReport } from '../../functions/get-workflow/schema.ts';
import type { Image } from '../api/images.ts';
import { useTools } from '../tools.ts';
import { type Pace, usePolling } from './polling.ts';

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
      setReport(await images.workflow(id));
      setProblem(undefined);
    } catch (error) {
      setProblem(error);
    }
    return status === 'processing' ? 'soon' : 'late';
  };
  const refresh = usePolling(look);
  useEffect(refresh, [status, updatedAt]);
  return { report, problem, refresh, begun };
}
