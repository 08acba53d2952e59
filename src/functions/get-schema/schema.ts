import * as z from 'zod';

export const path = z.object({ file: z.string().min(1).max(100) });
