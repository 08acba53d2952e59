import * as z from 'zod';
import { description, operations, type Schema } from '../unit/openapi.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The description's schemas as JSON Schema has them, so that zod can follow the references. */
const $defs = inJsonSchema<Record<string, JsonSchema>>(description.components.schemas);
const made = new Map<Schema, z.ZodType>();

/**
 * Holds an answer against openapi.yaml: its status, its media type and its body.
 * @throws Error that says what of it is not described
 */
export function mustBeDescribed(
  request: { method: string; path: string },
  answer: { status: number; type: string; text: string },
): void {
  const operation = operations.find(
    (one) => one.method === request.method.toLowerCase() && pattern(one.path).test(request.path),
  );
  // An unknown route, which tests ask for on purpose.
  if (!operation) return;
  const name = `${operation.operationId} ${answer.status}`;
  const response = operation.responses[answer.status];
  if (!response) throw new Error(`openapi.yaml says nothing of ${name}: ${answer.text.slice(0, 300)}`);
  const type = answer.type.split(';')[0] ?? '';
  if (answer.text === '') return;
  const media = response.content?.[type];
  if (!media) throw new Error(`openapi.yaml says nothing of ${name} as "${type}"`);
  if (!type.endsWith('json')) return;
  const result = schemaOf(media.schema).safeParse(JSON.parse(answer.text));
  if (!result.success)
    throw new Error(`The answer ${name} is not as openapi.yaml says: ${z.prettifyError(result.error)}`);
}

function schemaOf(schema: Schema): z.ZodType {
  const known = made.get(schema) ?? z.fromJSONSchema({ ...inJsonSchema<JsonSchema>(schema), $defs });
  made.set(schema, known);
  return known;
}

function inJsonSchema<T>(schema: Schema | Record<string, Schema>): T {
  const text = JSON.stringify(schema)
    .replaceAll('#/components/schemas/', '#/$defs/')
    // zod's own notion of the format is narrower than that of JSON Schema, RFC 5321.
    .replaceAll('"format":"email"', `"pattern":${JSON.stringify(z.regexes.html5Email.source)}`);
  return JSON.parse(text) as T;
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
