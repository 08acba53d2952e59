import * as z from 'zod';
import { explain, explainUnknown, type Path, type Schema } from './explain.ts';
import { type Fields, type Kind, kindNamed, kindNames, kindOf } from './kinds.ts';
import { schemaFile } from './schemas.ts';

/** A fault of a field, or of what it holds. */
interface Found {
  path: Path;
  message: string;
  instead: string;
}

/** Every fault of what a spec's file holds. */
export function check(file: string, value: unknown): Found[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'A spec is an object, and this is none.';
    return [{ path: [], message, instead: 'Write { "name": value, … }.' }];
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
  const message = `There is no schema "${$schema}" here.`;
  return [{ path: ['$schema'], message, instead: `Write "./schemas/${schemaFile(kind.name)}".` }];
}

/** A spec's fields while they are mended, and what was found on the way. */
interface Work {
  kind: Kind;
  schema: Schema;
  fields: Fields;
  found: Found[];
}

// One fault hides others: so each is mended as it is told to be, where that is plain, before the next are looked for.
function wrongFields(kind: Kind, fields: Fields): Found[] {
  const schema = z.toJSONSchema(kind.shape, { io: 'input' });
  const work: Work = { kind, schema, fields: structuredClone(fields), found: [] };
  const names = mendNames(work);
  mendValues(work);
  const unread = new Set(issuesOf(work).map(({ path: [first] }) => String(first)));
  return [...work.found, ...kind.objections(work.fields, unread)].map(({ path, message, instead }) => ({
    path: asWritten(path, names),
    message,
    instead,
  }));
}

function issuesOf({ kind, fields }: Work): z.core.$ZodIssue[] {
  return kind.shape.safeParse(fields).error?.issues ?? [];
}

/** Gives misspelled fields the names that were meant, and drops unknown ones. @returns the old names by new path */
function mendNames(work: Work): Map<string, string> {
  const names = new Map<string, string>();
  for (const issue of issuesOf(work)) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = Object(valueAt(work.fields, issue.path));
    for (const key of issue.keys) {
      const { meant, ...words } = explainUnknown(issue.path, key, holder, work.schema);
      work.found.push({ path: [...issue.path, key], ...words });
      if (meant !== undefined) {
        holder[meant] = holder[key];
        names.set([...issue.path, meant].join('.'), key);
      }
      delete holder[key];
    }
  }
  return names;
}

/** Gives fields of a wrong shape the values that were meant; of each, the first fault is told. */
function mendValues(work: Work): void {
  const said = new Set<string>();
  for (const issue of issuesOf(work)) {
    const place = issue.path.join('.');
    if (said.has(place)) continue;
    said.add(place);
    const { write, ...words } = explain(issue, valueAt(work.fields, issue.path), work.schema);
    work.found.push({ path: issue.path, ...words });
    const holder = Object(valueAt(work.fields, issue.path.slice(0, -1)));
    if (write !== undefined) holder[String(issue.path.at(-1))] = write;
  }
}

/** The path in the file of one in what was mended. */
function asWritten(path: Path, names: ReadonlyMap<string, string>): Path {
  return path.map((step, index) => names.get(path.slice(0, index + 1).join('.')) ?? step);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => Object(at)[step], value);
}
