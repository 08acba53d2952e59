import { readFileSync } from 'node:fs';
import { type CollectionTag, parse, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml';

/** A value of the template; a tag such as `!Ref` reads as its long form, `{ Ref: … }` or `{ 'Fn::Sub': … }`. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Fields = { [key: string]: Value };

export interface Resource {
  Type: string;
  Metadata?: Fields;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties: Fields;
}

export interface Template {
  Parameters: Record<string, { Default?: Value }>;
  Globals: { Function: Fields };
  Resources: Record<string, Resource>;
}

/** Where a route leads: the folder of its function, and whether it asks for a token. */
export interface Route {
  method: string;
  path: string;
  folder: string;
  open: boolean;
}

/** The template as SAM reads it. */
export function readTemplate(): Template {
  const text = readFileSync('template.yaml', 'utf8');
  const names = new Set(text.match(/(?<=[\s[,{])![A-Za-z]+/g));
  const template: Template = parse(text, { customTags: [...names].flatMap((name) => tagsOf(name)) });
  return template;
}

/** CloudFormation's tags take a scalar, a list or a map. */
function tagsOf(tag: string): (ScalarTag | CollectionTag)[] {
  const name = tag.slice(1);
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return [
    { tag, resolve: (text) => ({ [key]: key === 'Fn::GetAtt' ? text.split('.') : text }) },
    { tag, collection: 'seq', resolve: (list) => ({ [key]: (list as YAMLSeq).toJSON() }) },
    { tag, collection: 'map', resolve: (map) => ({ [key]: (map as YAMLMap).toJSON() }) },
  ];
}

/** The fields of a value, none where it has none. */
export function fields(value: Value | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A value as a list. */
export function list(value: Value | undefined): Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The resources of a type, by their logical names. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The functions by their logical names. */
export function functionsOf(template: Template): [string, Resource][] {
  return resourcesOf(template, 'AWS::Serverless::Function');
}

/** The events of a type that call a function. */
export function eventsOf(resource: Resource, type: string): Fields[] {
  const events = Object.values(fields(resource.Properties['Events'])).map(fields);
  return events.filter((event) => event['Type'] === type).map((event) => fields(event['Properties']));
}

/** Every route of the API. */
export function routesOf(template: Template): Route[] {
  return functionsOf(template).flatMap(([, resource]) =>
    eventsOf(resource, 'Api').map((event) => ({
      method: String(event['Method']).toLowerCase(),
      path: String(event['Path']),
      folder: String(resource.Metadata?.['SamResourceId']),
      open: fields(event['Auth'])['Authorizer'] === 'NONE',
    })),
  );
}

/** Every object anywhere in a value for which the test holds. */
export function find(value: Value, test: (fields: Fields) => boolean): Fields[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => find(one, test));
  const inside = Object.values(value).flatMap((one) => find(one, test));
  return test(value) ? [value, ...inside] : inside;
}
