import type * as z from 'zod';
import { executionReport } from '#core/history';

/** The execution that has the picture, and the clock of its review once that was started. */
export const answer = executionReport.extend({ clock: executionReport.nullable() });
export type WorkflowReport = z.infer<typeof answer>;
