import * as z from 'zod';

/** The field of a spec's file that names its schema: editors check and complete the file by it. */
export function schemaOf(name: string) {
  return z
    .string()
    .optional()
    .meta({
      title: 'Schema',
      description: 'Where the schema of this file lies, for editors.',
      examples: [`./schemas/${name}.schema.json`],
    });
}
