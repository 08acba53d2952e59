import { basename } from 'node:path';
import * as z from 'zod';
import { reviewPolicy, reviewPolicyFile } from '#core/policy';
import { type Objection, objectionsToPart } from '#core/policy-rules';
import { objectionsToRenditions } from '#core/rendition-rules';
import { renditionFile } from '#core/rendition-spec';
import { schemaFile } from './schemas.ts';

/** What a spec holds before anything is known of its fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** A kind of spec: its shape, and the rules on top of it. */
export interface Kind {
  /** As in `NAME.json` and `schemas/NAME.schema.json`. */
  name: string;
  shape: z.ZodType;
  /** Its fields, by which a file that names no schema is known. */
  fields: readonly string[];
  /**
   * What the rules say to the fields that have the right shape.
   * @param unread the names of those that have a wrong one
   */
  objections(value: Fields, unread: ReadonlySet<string>): Objection[];
}

const named = z.object({
  renditions: z.array(
    z.object({ name: z.string(), format: z.string(), keep: z.array(z.string()).optional().catch([]) }),
  ),
});

const kinds: readonly Kind[] = [
  {
    name: 'review-policy',
    shape: reviewPolicyFile,
    fields: Object.keys(reviewPolicy.shape),
    objections(value, unread) {
      const readable = Object.entries(value).filter(([field]) => field !== '$schema' && !unread.has(field));
      return objectionsToPart(reviewPolicy.partial().parse(Object.fromEntries(readable)), [...unread]);
    },
  },
  {
    name: 'renditions',
    shape: renditionFile,
    fields: ['renditions'],
    objections(value) {
      const { data } = named.safeParse(value);
      return data ? objectionsToRenditions(data) : [];
    },
  },
];

/** The names of all kinds. */
export const kindNames = kinds.map(({ name }) => name);

/** The kind that a file says by `$schema`, or that its fields or else its name look like. */
export function kindOf(file: string, value: Fields): Kind | undefined {
  const likeness = kinds.map((kind) => ({
    kind,
    shared: kind.fields.filter((field) => field in value).length,
  }));
  const [likest] = likeness.filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared);
  return (
    kindNamed(value['$schema']) ?? likest?.kind ?? kinds.find(({ name }) => basename(file).startsWith(name))
  );
}

/** The kind whose schema is named so: by path, by address, or by its own name. */
export function kindNamed(schema: unknown): Kind | undefined {
  if (typeof schema !== 'string') return undefined;
  const file = schema.slice(schema.lastIndexOf('/') + 1);
  return kinds.find(({ name }) => file === schemaFile(name) || schema === `urn:contactsheet:schema:${name}`);
}
