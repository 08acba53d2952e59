import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A schema of the description or of zod, as far as it is compared. */
export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  [bound: string]: unknown;
}

export interface Media {
  schema: Schema;
  examples?: Record<string, { value: unknown }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
  example: unknown;
}

export interface Response {
  headers?: Record<string, unknown>;
  content?: Record<string, Media>;
}

export interface Operation {
  operationId: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response>;
}

interface Description {
  info: { version: string; license: { identifier: string } };
  security: object[];
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  components: { schemas: Record<string, Schema> };
}

/** An operation with where it is found; its parameters include its path's. */
export interface Described extends Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  open: boolean;
}

const written: Description = parse(readFileSync('openapi.yaml', 'utf8'));

/** Follows references, except to schemas: those keep their names. */
function follow<T>(value: T): T {
  if (Array.isArray(value)) return value.map(follow) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = value as Record<string, unknown>;
  if (typeof $ref === 'string' && !$ref.startsWith('#/components/schemas/')) return follow(target<T>($ref));
  const entries = Object.entries(rest).map(([key, one]) => [key, key === 'value' ? one : follow(one)]);
  return { ...Object.fromEntries(entries), ...($ref === undefined ? {} : { $ref }) };
}

function target<T>(ref: string): T {
  const steps = ref.replace('#/', '').split('/');
  // A description is a tree of maps.
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], written) as T;
}

/** The description of the API, its references followed. */
export const description = follow(written);

/** Every operation. */
export const operations: Described[] = Object.entries(description.paths).flatMap(
  ([path, { parameters = [], ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method,
      path,
      parameters: [...parameters, ...(operation.parameters ?? [])],
      open: (operation.security ?? description.security).length === 0,
    })),
);

/** A schema's name, where it is one of the description's. */
export function nameOf(schema: Schema): string {
  return schema.$ref?.replace('#/components/schemas/', '') ?? '';
}

/**
 * What a schema allows, without its words: so that one written by hand and one made from zod can be compared.
 * @param instead schemas that stand for others of the description, by name
 */
export function essence(schema: Schema, instead: Record<string, Schema> = {}): unknown {
  const of = (one: Schema) => essence(one, instead);
  if (schema.$ref !== undefined) {
    const found = instead[nameOf(schema)] ?? description.components.schemas[nameOf(schema)];
    // zod's JSON refers to itself.
    return found ? of(found) : 'anything';
  }
  if (schema.anyOf) {
    const [first = {}, second] = schema.anyOf;
    return second?.type === 'null' ? { orNull: of(first) } : 'anything';
  }
  if (schema.allOf) return schema.allOf.map(of).reduce(merge);
  if (schema.const !== undefined) return { enum: [schema.const] };
  if (schema.type === 'array') return { items: of(schema.items ?? {}), ...bounds(schema) };
  if (schema.type !== 'object')
    return schema.type === undefined ? 'anything' : { type: schema.type, ...bounds(schema) };
  if (!schema.properties) {
    return typeof schema.additionalProperties === 'object'
      ? { values: of(schema.additionalProperties) }
      : 'anything';
  }
  const properties = Object.entries(schema.properties).map(([name, one]) => [name, of(one)]);
  return { properties: Object.fromEntries(properties), required: [...(schema.required ?? [])].sort() };
}

function bounds(schema: Schema) {
  const { minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, format, pattern } =
    schema;
  const all = {
    minimum: exclusiveMinimum === 0 ? 1 : minimum,
    maximum: maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum,
    minLength,
    maxLength,
    minItems,
    maxItems,
    format,
    // zod spells its formats out as patterns too.
    pattern: format === undefined ? pattern : undefined,
    enum: schema.enum,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Both of two essences at once. */
export function merge(one: unknown, other: unknown): unknown {
  if (one === undefined || other === undefined) return one ?? other;
  if (one === 'anything' || other === 'anything') return one === 'anything' ? other : one;
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])].sort();
  if (typeof one !== 'object' || typeof other !== 'object') return other;
  const a = one as Record<string, unknown>;
  const b = other as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(keys.map((key) => [key, key === 'enum' ? b[key] : merge(a[key], b[key])]));
}
