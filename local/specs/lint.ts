import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { Failure } from '../failure.ts';
import { check } from './check.ts';
import type { Path } from './explain.ts';
import { kindNames } from './kinds.ts';
import { type Fault, readJson } from './syntax.ts';

/** Every fault of a spec's text, in the order of its lines. */
export async function lint(file: string, text: string): Promise<Fault[]> {
  const read = await readJson(text);
  if (read.text === undefined) return read.faults;
  const lines = new LineCounter();
  const document = parseDocument(read.text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faults = [
    ...read.faults,
    ...twice(document, read.text).map(({ offset, ...words }) => ({ ...at(offset), ...words })),
    ...check(file, JSON.parse(read.text)).map(({ path, ...words }) => ({
      ...at(offsetOf(document, path)),
      ...words,
    })),
  ];
  return faults.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A fault as it is told. */
export function faultLine(file: string, { line, column, message, instead }: Fault): string {
  return `${file}:${line}:${column}  ${message} ${instead}`;
}

/**
 * The faults of a file, a line each, such as `renditions.json:4:7  … Write "webp" or "jpeg".`; a file that cannot be
 * read is a fault, too.
 */
export async function linesOf(file: string): Promise<string[]> {
  try {
    const faults = await lint(file, await readFile(file, 'utf8'));
    return faults.map((fault) => faultLine(file, fault));
  } catch (error) {
    const { code } = Object(error);
    if (code === 'ENOENT') return [`${file}  There is no such file.`];
    if (code === 'EISDIR') return [`${file}  This is a folder. Name the files in it.`];
    throw error;
  }
}

/**
 * Refuses faulty specs at the top of the checkout, before they get into a Lambda.
 * @throws Failure that lists the faults
 */
export async function mustHaveNoFaults(root: string): Promise<void> {
  const files = kindNames.map((name) => relative(process.cwd(), join(root, `${name}.json`)));
  const faults = (await Promise.all(files.map(linesOf))).flat();
  if (faults.length > 0) throw new Failure(`The specs have faults.\n${faults.join('\n')}`);
}

// JSON.parse takes the last of two, and would hide that there are.
function twice(document: Document, text: string) {
  return document.errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos: [offset] }) => {
      const [name = ''] = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(offset)) ?? [];
      return { offset, message: `${name} is there already, further up.`, instead: 'Take one of them out.' };
    });
}

/** Where a place begins: a field at its name, an entry of a list at itself; what is missing at where it would be. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && key.value === step);
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isMap(node) || isScalar(node) || isSeq(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
