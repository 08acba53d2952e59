import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { auditEvent } from '#core/audit';
import * as errors from '#core/errors';
import { faults, refusals } from '#core/failures';
import { executionStatus, stateStatus } from '#core/history';
import {
  acceptedTypes,
  announcedTypes,
  decision,
  imageId,
  outcome,
  publicImage,
  status,
  statuses,
  verdict,
} from '#core/image';
import { readDesk, readLink } from '#core/link';
import { renditionFile } from '#core/rendition-spec';
import { revalidation } from '#http/cached';
import { problemOf } from '#http/problems';
import { about } from '#services/console';
import { linkedReview } from '#services/review-answers';
import * as answerDesk from '../../src/functions/answer-desk/schema.ts';
import * as createImage from '../../src/functions/create-image/schema.ts';
import * as getConsole from '../../src/functions/get-console/schema.ts';
import * as getMail from '../../src/functions/get-mail/schema.ts';
import * as getOriginal from '../../src/functions/get-original/schema.ts';
import { answer as workflow } from '../../src/functions/get-workflow/schema.ts';
import * as listEvents from '../../src/functions/list-events/schema.ts';
import { choice, comment, linkPath, title } from '../../src/functions/shapes.ts';
import { fields, readTemplate, resourcesOf, routesOf } from './cloudformation.ts';
import {
  description,
  essence,
  type Media,
  merge,
  nameOf,
  operations,
  type Parameter,
  type Schema,
} from './openapi.ts';

const template = readTemplate();
const routes = routesOf(template);
const schemas = description.components.schemas;

/** What each schema of the description is in the code. */
const answers: Record<string, z.ZodType> = {
  Image: publicImage,
  CreatedImage: createImage.answer,
  ImageList: z.object({ items: z.array(publicImage), nextCursor: imageId.optional() }),
  AuditEventList: listEvents.answer,
  Workflow: workflow,
  LinkedReview: linkedReview,
  Desk: z.object({ reviewer: z.email(), until: z.iso.datetime(), items: z.array(publicImage) }),
  DeskResults: answerDesk.answer,
  Health: z.object({ status: z.literal('ok') }),
  About: about,
  FileAddress: getOriginal.answer,
  MailStatus: getMail.answer,
};
const bodies: Record<string, z.ZodType> = {
  NewImage: createImage.body,
  Renaming: z.strictObject({ title }),
  Choice: choice,
  PassingOn: z.strictObject({ to: z.string().max(254), comment: comment.optional() }),
  DeskChoices: answerDesk.body,
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })));
}

const lines = (list: { method: string; path: string }[]) =>
  list.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort();

/** Every body of every request and response that is not a page. */
const media = operations.flatMap(({ operationId, requestBody, responses }) => {
  const all = [['request', requestBody ?? {}] as const, ...Object.entries(responses)];
  return all.flatMap(([where, { content = {} }]: readonly [string, { content?: Record<string, Media> }]) =>
    Object.entries(content)
      .filter(([type]) => type !== 'text/html')
      .map(([type, one]) => ({
        operationId,
        where,
        type,
        schema: nameOf(one.schema),
        examples: one.examples ?? {},
      })),
  );
});
const examples = media.flatMap(({ examples, ...one }) =>
  Object.entries(examples).map(([name, { value }]) => ({ ...one, name, value })),
);

describe('routes', () => {
  test('all that the template has are described, and no others', () => {
    expect(lines(operations)).toEqual(lines(routes));
  });

  test('those that the template leaves open are exactly those described without a token', () => {
    const [api] = resourcesOf(template, 'AWS::Serverless::Api');
    expect(fields(api?.[1].Properties['Auth'])['DefaultAuthorizer']).toEqual(expect.any(String));
    expect(lines(operations.filter(({ open }) => open))).toEqual(lines(routes.filter(({ open }) => open)));
  });

  test('each that is read by GET is read by HEAD, by the same people with the same parameters', () => {
    const asked = (method: string) =>
      operations
        .filter((one) => one.method === method)
        .map(({ path, open, parameters }) => ({
          path,
          open,
          parameters: parameters.map(({ name }) => name),
        }));
    expect(asked('head')).toEqual(asked('get'));
    const routesBy = (method: string) =>
      routes.filter((one) => one.method === method).map(({ path, open, folder }) => ({ path, open, folder }));
    expect(routesBy('head')).toEqual(routesBy('get'));
  });

  test.each(routes)('$method $path is called what its function is called', ({ method, path, folder }) => {
    const found = operations.find((one) => one.method === method && one.path === path);
    const name = method === 'head' ? folder.replace(/^[a-z]+/, 'head') : folder;
    const own = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    // A function's second route by the same method is called after what more there is in its path.
    const more = folder === 'get-console' && path !== '/' ? 'File' : '';
    expect(found?.operationId).toBe(`${own}${more}`);
  });

  test.each(operations)('$operationId describes each part of its path', ({ path, parameters }) => {
    const named = parameters.filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
    expect(named.sort()).toEqual((path.match(/\{\w+\}/g) ?? []).sort());
  });

  test.each(operations.filter(({ responses }) => JSON.stringify(responses).includes('problem:too-soon')))(
    '$operationId says when what came too soon may come again',
    ({ responses }) => {
      expect(responses['409']?.headers).toHaveProperty('Retry-After');
    },
  );

  test('the description has the version and licence of the package', () => {
    const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(description.info).toMatchObject({ version, license: { identifier: license } });
  });
});

describe('schemas', () => {
  test.each(Object.entries(answers))('%s is what the code answers with', (name, schema) => {
    // A failure's code and a state's type are any text to the schema; which there are is held below.
    const made = jsonSchema(schema, 'output');
    const instead = { FailureCode: { type: 'string' }, StateType: { type: 'string' } };
    expect(essence({ $ref: `#/components/schemas/${name}` }, instead)).toEqual(essence(made));
  });

  test.each(Object.entries(bodies))(
    '%s is what the code reads, and allows no other field',
    (name, schema) => {
      // What goes in is bound by the schema before a transform and by the one after it.
      const [before, after] = (['input', 'output'] as const).map((io) => essence(jsonSchema(schema, io)));
      expect(essence({ $ref: `#/components/schemas/${name}` })).toEqual(merge(before, after));
      expect(schemas[name]?.additionalProperties).toBe(false);
    },
  );

  test.each([
    ['Status', statuses],
    ['AcceptedType', acceptedTypes],
    ['AnnouncedType', announcedTypes],
    ['Verdict', verdict.options],
    ['Outcome', outcome.options],
    ['ExecutionStatus', executionStatus.options],
    ['StateStatus', stateStatus.options],
    ['AuditEventType', auditEvent.shape.type.options],
    ['FailureCode', [...Object.keys(refusals), ...Object.keys(faults)]],
  ] as [string, readonly string[]][])('%s has the values of the code', (name, values) => {
    expect([...(schemas[name]?.enum ?? [])].sort()).toEqual([...values].sort());
  });

  test('StateType has each type that our state machines use', () => {
    const used = readdirSync('statemachines').flatMap((file) =>
      [...readFileSync(`statemachines/${file}`, 'utf8').matchAll(/"Type": "(\w+)"/g)].map(([, type]) => type),
    );
    expect([...new Set(used)].filter((type) => !schemas['StateType']?.enum?.includes(type))).toEqual([]);
  });
});

describe('examples', () => {
  test.each(media)('$operationId shows its $where in $type', ({ examples }) => {
    expect(Object.keys(examples)).not.toEqual([]);
  });

  test.each(examples.filter(({ schema }) => schema in answers))(
    '"$name" of $operationId is an answer that the code could give',
    ({ schema, value }) => {
      expect(answers[schema]?.parse(value)).toEqual(value);
    },
  );

  test.each(examples.filter(({ schema }) => schema in bodies))(
    '"$name" of $operationId is a request that the code takes as it is',
    ({ schema, value }) => {
      expect(bodies[schema]?.parse(value)).toEqual(value);
    },
  );

  test('nothing is shown in a schema that no test knows', () => {
    const others = ['Problem', 'Description', 'DeskForm', 'JsonSchema', 'ConsoleFile'];
    const known = [...Object.keys(answers), ...Object.keys(bodies), ...others];
    expect(media.filter(({ schema }) => !known.includes(schema))).toEqual([]);
  });

  const parameters: Record<string, z.ZodType> = {
    id: imageId,
    cursor: z.union([imageId, listEvents.query.shape.cursor]),
    link: linkPath.shape.link,
    file: getConsole.path.shape.file,
    status,
    choice: verdict,
    'Idempotency-Key': createImage.headers.shape['idempotency-key'],
    'If-None-Match': revalidation.shape['if-none-match'],
    name: z.enum(
      renditionFile
        .parse(JSON.parse(readFileSync('renditions.json', 'utf8')))
        .renditions.map((one) => one.name),
    ),
    waitingFor: z.literal('me'),
    limit: z.int().min(1).max(100),
  };
  const given = new Map<string, Parameter>(
    operations.flatMap((one) => one.parameters).map((one) => [one.name, one] as const),
  );
  test.each([...given])('the parameter %s is one that the code takes', (name, { example }) => {
    expect((parameters[name] ?? z.never()).safeParse(example).success).toBe(true);
  });

  const exampleOf = (operation: string, name: string) => {
    const { parameters = [] } = operations.find((one) => one.operationId === operation) ?? {};
    return String(parameters.find((one) => one.name === name)?.example);
  };

  test('the desk’s link is one that could have been mailed, signed with the key "example"', () => {
    const link = exampleOf('showDesk', 'link');
    expect(link).toMatch(/^[A-Za-z0-9_.-]{1,200}$/);
    expect(readDesk(link, ['example']).desk).toBe(given.get('id')?.example);
  });

  test('the form of the desk is read as the decisions that it makes', () => {
    const form = new URLSearchParams([
      ['id', 'a'],
      ['id', 'b'],
      ['decision', 'reject'],
      ['comment', 'Too dark.'],
    ]);
    const one = { decision: 'reject', comment: 'Too dark.' };
    expect(answerDesk.fromForm(form)).toEqual({
      decisions: [
        { id: 'a', ...one },
        { id: 'b', ...one },
      ],
    });
  });

  test('the link is one that could have been mailed, signed with the key "example"', () => {
    const link = exampleOf('showReview', 'link');
    expect(link).toMatch(/^[A-Za-z0-9_.-]{1,200}$/);
    expect(readLink(link, ['example'])).toMatchObject({
      imageId: given.get('id')?.example,
      round: 1,
      reviewer: 0,
    });
  });

  test('thumbnails are at the routes where the API shows them, or in storage', () => {
    const urls = JSON.stringify(examples).match(/https:[^"]+thumbnails[^"]+/g) ?? [];
    const odd = urls.filter(
      (url) => !/\/v1\/images\/[0-9a-z]{26}\/thumbnails\/\w+$|\?X-Amz-Expires=60&/.test(url),
    );
    expect(odd).toEqual([]);
  });
});

describe('problems', () => {
  type Made = { status: number; code: string; title: string };
  const ours: Made[] = [
    problemOf(new Error('anything')),
    ...Object.values(errors)
      .filter((one) => typeof one === 'function' && one.prototype instanceof errors.AppError)
      .map((one) => problemOf(Reflect.construct(one, one === errors.InvalidInput ? [[]] : ['corrupt']))),
    // What has no status of its own is said between functions, and never to a client.
  ].filter(({ status, code }) => status !== 500 || code === 'internal-error');
  const [api] = resourcesOf(template, 'AWS::Serverless::Api');
  const gateway = Object.entries(fields(api?.[1].Properties['GatewayResponses'])).map(([name, response]) => {
    const { StatusCode, ResponseTemplates } = fields(response);
    const body: Made = JSON.parse(String(fields(ResponseTemplates)['application/json']));
    return { name, StatusCode: StatusCode === undefined ? undefined : Number(StatusCode), body };
  });
  const said = [...ours, ...gateway.map(({ body }) => body)];
  const problem = z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().optional(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.strictObject({ field: z.string(), code: z.string(), message: z.string() })).optional(),
    decision: decision.optional(),
    retryAfter: z.int().optional(),
  });
  const shown = examples.filter(({ schema }) => schema === 'Problem');

  test('the codes are those of the service and of the gateway', () => {
    const codes = [...new Set(said.map(({ code }) => code))].sort();
    expect([...(schemas['ProblemCode']?.enum ?? [])].sort()).toEqual(codes);
  });

  test.each(gateway)(
    'the gateway says $name as it does ours, with the status that it answers',
    ({ StatusCode, body }) => {
      const { status, type } = problem.parse(body);
      expect(status).toBe(StatusCode);
      expect(type).toBe(`urn:contactsheet:problem:${body.code}`);
    },
  );

  test.each(shown)(
    '"$name" of $operationId is one that is said, at its status $where',
    ({ where, type, value }) => {
      const { code, title, status, type: uri } = problem.parse(value);
      expect(type).toBe('application/problem+json');
      expect(said).toContainEqual(expect.objectContaining({ code, title, status }));
      expect([String(status), uri]).toEqual([where, `urn:contactsheet:problem:${code}`]);
    },
  );

  test.each(shown.filter(({ value }) => problem.parse(value).code === 'invalid-input'))(
    '"$name" of $operationId names the fields',
    ({ value }) => {
      expect(problem.parse(value).errors).not.toHaveLength(0);
    },
  );

  test('each code is shown somewhere, but for those that the gateway alone says', () => {
    const codes = new Set(shown.map(({ value }) => problem.parse(value).code));
    expect([...(schemas['ProblemCode']?.enum ?? [])].filter((code) => !codes.has(String(code)))).toEqual([
      'no-such-route',
      'bad-request',
      'timed-out',
    ]);
  });

  test.each(operations)('$operationId says what can go wrong by its kind', (operation) => {
    const { open, requestBody, parameters, responses } = operation;
    const can = Object.keys(responses);
    const has = (status: string) => can.includes(status);
    expect(can).toEqual(expect.arrayContaining(['429', '500']));
    expect(has('401')).toBe(!open);
    expect(has('400')).toBe(parameters.length > 0);
    expect(has('413')).toBe(requestBody !== undefined);
    expect(has('415')).toBe(requestBody !== undefined);
    expect(has('422')).toBe(parameters.some((one) => one.name === 'Idempotency-Key'));
    // What takes a parameter or a token asks AWS.
    expect(has('503')).toBe(parameters.length > 0 || !open);
  });

  test('where a service is busy, the answer says when to try again', () => {
    for (const { responses } of operations) {
      if (responses['503']) expect(Object.keys(responses['503'].headers ?? {})).toContain('Retry-After');
    }
  });

  test('HEAD answers with the statuses of GET and no body', () => {
    for (const { path, responses } of operations.filter(({ method }) => method === 'head')) {
      const get = operations.find((one) => one.method === 'get' && one.path === path);
      expect(Object.keys(responses)).toEqual(Object.keys(get?.responses ?? {}));
      expect(Object.values(responses).filter(({ content }) => content)).toEqual([]);
    }
  });
});
