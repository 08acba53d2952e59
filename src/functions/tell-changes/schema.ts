import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { toldRecord } from '#core/events';

const item = z
  .record(z.string(), z.custom<AttributeValue>())
  .transform((marshalled) => unmarshall(marshalled));

/** One write to the table, as far as it is read. */
const write = z.object({
  eventName: z.string(),
  dynamodb: z.object({
    Keys: z.object({ sk: z.object({ S: z.string() }) }),
    OldImage: item.optional(),
    NewImage: item.optional(),
  }),
});

const rewritten = z.array(z.object({ before: toldRecord, after: toldRecord }));

/** What the table's stream brings: the mapping lets rewritten records through, a replay by hand brings everything. */
export const tableChanges = z.object({
  Records: z
    .array(write)
    .transform((writes) =>
      writes
        .filter(({ eventName, dynamodb }) => eventName === 'MODIFY' && dynamodb.Keys.sk.S === 'IMAGE')
        .map(({ dynamodb }) => ({ before: dynamodb.OldImage, after: dynamodb.NewImage })),
    )
    .pipe(rewritten),
});
