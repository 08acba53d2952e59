import * as z from 'zod';

/** EventBridge's "Object Created", as far as it is read; S3 names the version where the bucket keeps them. */
export const objectCreated = z.object({
  detail: z.object({
    object: z.object({ key: z.string(), 'version-id': z.string().optional() }),
  }),
});
