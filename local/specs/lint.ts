import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { Failure } from '../failure.ts';
import { explain, explainUnknown, type Path, type Schema } from './explain.ts';
import { type Fields, type Kind, kindNamed, kindNames, kindOf } from './kinds.ts';
import { schemaFile } from './schemas.ts';
import { type Fault, readJson } from './syntax.ts';

/** A fault before its place is looked up: of a field itself, or of what it holds. */
interface Found {
  path: Path;
  message: string;
  instead: string;
}

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
    ...faultsOf(file, JSON.parse(read.text)).map(({ path, ...words }) => ({
      ...at(offsetOf(document, path)),
      ...words,
    })),
  ];
  return faults.sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * The faults of a file, a line each, such as `renditions.json:4:7  … Write "webp" or "jpeg".`; a file that cannot be
 * read is a fault, too.
 */
export async function linesOf(file: string): Promise<string[]> {
  try {
    const faults = await lint(file, await readFile(file, 'utf8'));
    return faults.map(
      ({ line, column, message, instead }) => `${file}:${line}:${column}  ${message} ${instead}`,
    );
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

function faultsOf(file: string, value: unknown): Found[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [
      { path: [], message: 'A spec is an object, and this is none.', instead: 'Write { "name": value, … }.' },
    ];
  }
  const fields: Fields = { ...value };
  const kind = kindOf(file, fields);
  if (!kind) {
    const message = `Nothing says what this is: no "$schema", and no field of ${kindNames.join(' or ')}.`;
    const schemas = kindNames.map((name) => `"$schema": "./schemas/${schemaFile(name)}"`);
    return [{ path: [], message, instead: `Add ${schemas.join(' or ')}.` }];
  }
  return [...wrongSchema(kind, fields), ...wrongFields(kind, fields)];
}

function wrongSchema(kind: Kind, { $schema }: Fields): Found[] {
  if (typeof $schema !== 'string' || kindNamed($schema)) return [];
  return [
    {
      path: ['$schema'],
      message: `There is no schema "${$schema}" here.`,
      instead: `Write "./schemas/${schemaFile(kind.name)}".`,
    },
  ];
}

function wrongFields(kind: Kind, fields: Fields): Found[] {
  const issues = kind.shape.safeParse(fields).error?.issues ?? [];
  const schema: Schema = z.toJSONSchema(kind.shape, { io: 'input' });
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => {
          const { meant, ...words } = explainUnknown(
            issue.path,
            field,
            Object(valueAt(fields, issue.path)),
            schema,
          );
          return { path: [...issue.path, field], words, meant: [...issue.path, meant] };
        })
      : [],
  );
  // What is missing because its name is misspelled is said once.
  const said = new Set(unknown.map(({ meant }) => meant.join('.')));
  const wrong = issues.flatMap((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys' || said.has(place)) return [];
    said.add(place);
    return { path: issue.path, ...explain(issue, valueAt(fields, issue.path), schema) };
  });
  const unread = new Set([...unknown, ...wrong].map(({ path: [first] }) => String(first)));
  for (const { meant } of unknown) unread.add(String(meant[0]));
  return [
    ...unknown.map(({ path, words }) => ({ path, ...words })),
    ...wrong,
    ...kind.objections(fields, unread).map(({ path, message, instead }) => ({ path, message, instead })),
  ];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => Object(at)[step], value);
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
