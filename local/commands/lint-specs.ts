import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { stop } from 'esbuild';
import { countInWords } from '#core/words';
import { root } from '../settings.ts';
import { kindNames } from '../specs/kinds.ts';
import { linesOf } from '../specs/lint.ts';
import { exampleFiles } from '../specs/schemas.ts';

export const help = `Usage: npm run lint:specs [-- FILE…]

Checks review policies and renditions, and says of each fault its file, line and column, what is wrong, and what to
write instead. Without FILE: review-policy.json, renditions.json, and the examples in schemas/examples.

What a file is, its "$schema" says, such as "./schemas/review-policy.schema.json"; else its fields and its name do.
Ends with 1 where it found a fault.`;

/** Checks the files and prints what is wrong with them. */
export async function run(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const files = positionals.length > 0 ? positionals : await ownFiles();
  const found = (await Promise.all(files.map(linesOf))).filter((lines) => lines.length > 0);
  await stop();
  for (const line of found.flat()) console.log(line);
  const all = countInWords(files.length, 'file');
  if (found.length === 0) return console.log(`${all}, no faults`);
  const faulty = found.length === files.length ? all : `${found.length} of ${all}`;
  console.log(`${countInWords(found.flat().length, 'fault')} in ${faulty}`);
  process.exitCode = 1;
}

async function ownFiles(): Promise<string[]> {
  const examples = await Promise.all(kindNames.map((name) => exampleFiles(root, name)));
  const own = kindNames.map((name) => join(root, `${name}.json`));
  return [...own, ...examples.flat()].map((file) => relative(process.cwd(), file));
}
