import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../settings.ts';
import { schemaTexts } from '../specs/schemas.ts';

export const help = `Usage: npm run build:schemas

Writes the JSON Schemas in schemas/ anew, from the shapes in src/core and the examples in schemas/examples.
Run it after changing one of these, and commit what it wrote: a test compares.`;

/** Writes every schema. */
export async function run(args: string[]): Promise<void> {
  parseArgs({ args, options: {} });
  for (const { file, text } of await schemaTexts(root)) {
    await writeFile(join(root, 'schemas', file), text);
    console.log(`schemas/${file}`);
  }
}
