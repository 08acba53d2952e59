import * as z from 'zod';
import { KEPT, keepable } from './renditions.ts';
import { schemaOf } from './spec-files.ts';

/** One size a picture is rendered in, as `renditions.json` names it. */
export const rendition = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'lower-case letters, digits and hyphens, at most 20')
    .meta({
      title: 'Name',
      description: 'What addresses and answers call it; mails show the one named "mail".',
      examples: ['small'],
    }),
  width: z
    .int()
    .min(16)
    .max(4096)
    .meta({
      title: 'Width',
      description: 'Pixels across; a narrower picture keeps its own width.',
      examples: [640],
    }),
  format: z.enum(['webp', 'jpeg']).meta({
    title: 'Format',
    description: 'How it is encoded; "mail" has to be a JPEG.',
    examples: ['webp'],
  }),
  quality: z
    .int()
    .min(1)
    .max(100)
    .meta({
      title: 'Quality',
      description: "The encoder's quality, 1 (smallest) to 100 (best).",
      examples: [80],
    }),
  keep: z
    .array(z.enum(keepable))
    .max(keepable.length)
    .optional()
    .meta({
      title: 'Keep',
      description:
        "Which of the original's words stay in the file, as EXIF and XMP: copyright, credit (creator and credit line), " +
        'sourceType (whether a camera or a program made it) and caption. [] for none. Nothing else ever stays.',
      default: KEPT,
      examples: [[...KEPT, 'caption']],
      uniqueItems: true,
    }),
});

/** The sizes of a picture. */
export const renditionSpec = z.strictObject({
  renditions: z
    .array(rendition)
    .min(1)
    .max(10)
    .meta({
      title: 'Renditions',
      description: 'The sizes that every picture is rendered in; their names differ.',
      examples: [[{ name: 'mail', width: 640, format: 'jpeg', quality: 80 }]],
      contains: {
        type: 'object',
        properties: { name: { const: 'mail' }, format: { const: 'jpeg' } },
        required: ['name', 'format'],
      },
    }),
});
export type RenditionSpec = z.infer<typeof renditionSpec>;

/** The whole of `renditions.json`, which may say which schema it follows, for editors. */
export const renditionFile = renditionSpec
  .extend({ $schema: schemaOf('renditions') })
  .transform(({ $schema: _, ...spec }): RenditionSpec => spec)
  .meta({ title: 'Renditions', description: 'The sizes that every picture is rendered in.' });
