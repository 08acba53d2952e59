import * as z from 'zod';
import { stateReport } from '#core/history';

export const answer = z.object({
  /** The execution's name, `<id>-<round>-<attempt>`. */
  execution: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  startedAt: z.iso.datetime().optional(),
  stoppedAt: z.iso.datetime().optional(),
  error: z.string().optional(),
  states: z.array(stateReport),
  /** In Amazon States Language. */
  definition: z.json(),
});
