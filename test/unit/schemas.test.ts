import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import { reviewPolicyFile } from '#core/policy';
import { renditionFile } from '#core/rendition-spec';
import { exampleFiles, schemaTexts } from '../../local/specs/schemas.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const texts = await schemaTexts(process.cwd());
const schemas = readdirSync('schemas').filter((file) => file.endsWith('.schema.json'));

describe('the published schemas', () => {
  test.each(texts)('schemas/$file is what "npm run build:schemas" writes', ({ file, text }) => {
    expect(readFileSync(`schemas/${file}`, 'utf8')).toBe(text);
  });

  test('all are made so', () => {
    expect(texts.map(({ file }) => file).sort()).toEqual(schemas);
  });

  test.each(schemas)('%s has a name that stays, a title, a description and examples', (file) => {
    expect(read(`schemas/${file}`)).toMatchObject({
      $id: `urn:contactsheet:schema:${file.replace('.schema.json', '')}`,
      title: expect.any(String),
      description: expect.any(String),
      examples: expect.arrayContaining([expect.any(Object)]),
    });
  });
});

describe('GET /schemas/{file}', () => {
  type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
  let handler: Handler;
  const get = (file: string) =>
    handler({ ...read('events/get-schema.json'), pathParameters: { file } }, {
      getRemainingTimeInMillis: () => 1000,
    } as Context);

  beforeAll(async () => {
    Object.assign(process.env, {
      CONSOLE_ORIGIN: '*',
      PUBLIC_BASE_URL: '',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    });
    const { handler: made } = await import('../../src/functions/get-schema/handler.ts');
    handler = made as unknown as Handler;
  });

  test.each(schemas)('serves %s, which may be kept', async (file) => {
    const { statusCode, headers, body } = await get(file);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/schema+json',
      'cache-control': 'public, max-age=3600',
    });
    expect(JSON.parse(body)).toEqual(read(`schemas/${file}`));
  });

  test.each(['other.schema.json', '__proto__', 'constructor', '../package.json'])(
    'has no %s',
    async (file) => {
      const { statusCode, headers, body } = await get(file);
      expect([statusCode, headers?.['content-type']]).toEqual([404, 'application/problem+json']);
      expect(JSON.parse(body).code).toBe('not-found');
    },
  );
});

describe('the examples', () => {
  const shapes: Record<string, z.ZodType> = { 'review-policy': reviewPolicyFile, renditions: renditionFile };
  const ajv = addFormats.default(new Ajv2020({ allErrors: true }));
  const checks = new Map(schemas.map((file) => [file, ajv.compile(read(`schemas/${file}`))]));
  const files = [
    'review-policy.json',
    'renditions.json',
    ...readdirSync('schemas/examples')
      .filter((file) => file.endsWith('.json'))
      .map((file) => `schemas/examples/${file}`),
  ].map((file) => ({ file, name: basename(file).split('.')[0] ?? '' }));

  test('are four policies and three sets of renditions', async () => {
    const counted = Object.keys(shapes).map(async (name) => (await exampleFiles(process.cwd(), name)).length);
    expect(await Promise.all(counted)).toEqual([4, 3]);
  });

  test.each(files)('$file follows the published schema', ({ file, name }) => {
    const check = checks.get(`${name}.schema.json`);
    expect([check?.(read(file)), check?.errors]).toEqual([true, null]);
  });

  const specs = files.filter(({ name }) => name in shapes);
  test.each(specs)('$file is what the service reads', ({ file, name }) => {
    expect(shapes[name]?.safeParse(read(file))).toMatchObject({ success: true });
  });

  test.each(specs)('$file names the schema that it follows', ({ file, name }) => {
    const folder = file.startsWith('schemas/') ? '..' : './schemas';
    expect(read(file).$schema).toBe(`${folder}/${name}.schema.json`);
  });
});

describe('schemas/examples/README.md', () => {
  const sections = readFileSync('schemas/examples/README.md', 'utf8').split(/^## /m).slice(1);
  const examples = readdirSync('schemas/examples').filter((file) =>
    /^(review-policy|renditions)\..*json$/.test(file),
  );

  test('has a section for each example of a spec', () => {
    expect(sections.map((text) => text.slice(0, text.indexOf('\n'))).sort()).toEqual(examples.sort());
  });

  test.each(examples)('shows %s as it is, and says what each of its lines does', (file) => {
    const section = sections.find((text) => text.startsWith(`${file}\n`)) ?? '';
    expect(section).toContain(`\`\`\`json\n${readFileSync(`schemas/examples/${file}`, 'utf8')}\`\`\`\n`);
    const { $schema: _, renditions, ...fields } = read(`schemas/examples/${file}`);
    const names: string[] = renditions?.map((one: { name: string }) => one.name) ?? Object.keys(fields);
    expect(names.filter((name) => !section.includes(`| \`${name}\` | `))).toEqual([]);
  });
});
