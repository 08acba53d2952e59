import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { imageEvent } from '#core/events';
import { reviewPolicyFile } from '#core/policy';
import { renditionFile } from '#core/rendition-spec';

/** What is published, a line each: its name in `schemas/NAME.schema.json` and the shape it is made of. */
const published: Readonly<Record<string, z.ZodType>> = {
  'review-policy': reviewPolicyFile,
  renditions: renditionFile,
  'image-event': imageEvent,
};

/** Which file a schema is published in. */
export const schemaFile = (name: string) => `${name}.schema.json`;

/** Every schema as it is published: its file in `schemas/`, and the text in it. */
export async function schemaTexts(root: string): Promise<{ file: string; text: string }[]> {
  return await Promise.all(
    Object.entries(published).map(async ([name, shape]) => {
      const { $schema, title, description, ...rest } = z.toJSONSchema(shape, {
        target: 'draft-2020-12',
        io: 'input',
      });
      // A URN as problems have: each deployment serves the schemas at an address of its own, and the name stays.
      const $id = `urn:contactsheet:schema:${name}`;
      const examples = await examplesOf(root, name);
      const schema = { $schema, $id, title, description, ...rest, examples };
      return { file: schemaFile(name), text: `${JSON.stringify(schema, undefined, 2)}\n` };
    }),
  );
}

/** The files in `schemas/examples` that follow a schema, such as `renditions.default.json`. */
export async function exampleFiles(root: string, name: string): Promise<string[]> {
  const folder = join(root, 'schemas', 'examples');
  const files = await readdir(folder);
  return files
    .filter((file) => file.startsWith(`${name}.`) && file.endsWith('.json'))
    .sort()
    .map((file) => join(folder, file));
}

async function examplesOf(root: string, name: string): Promise<unknown[]> {
  const files = await exampleFiles(root, name);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.map((text) => {
    const { $schema: _, ...example } = JSON.parse(text);
    return example;
  });
}
