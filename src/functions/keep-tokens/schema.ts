import * as z from 'zod';
import { ask } from '../ask-reviewers/schema.ts';

/** Pictures whose executions wait in the activity, as `ask-reviewers` passes them on. */
export const waiting = z.object({ asks: z.array(ask) });
