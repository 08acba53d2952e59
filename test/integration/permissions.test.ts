import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { announce, see } from '../system/client.ts';
import { address, type Person, person } from '../system/people.ts';
import { place } from '../system/place.ts';
import { mustRecord } from '../system/records.ts';

const probe = address('probe').split('@')[0] ?? '';
const nameOf = (name: string) => `${place().stackName}-${name}`;

/** A function's code and variables under another function's role. */
async function createProbe(code: string, role: string): Promise<string> {
  const { functions } = aws();
  const { Code, Configuration } = await functions.send(
    new GetFunctionCommand({ FunctionName: nameOf(code) }),
  );
  const other = await functions.send(new GetFunctionCommand({ FunctionName: nameOf(role) }));
  const zip = await fetch(Code?.Location ?? '');
  const FunctionName = `${probe}-${code}-as-${role}`;
  await functions.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: other.Configuration?.Role ?? '',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 15,
      Code: { ZipFile: new Uint8Array(await zip.arrayBuffer()) },
      Environment: { Variables: Configuration?.Environment?.Variables ?? {} },
    }),
  );
  return FunctionName;
}

describe('a function', () => {
  let owner: Person;
  let id: string;
  let made: string[] = [];

  beforeAll(async () => {
    owner = await person('owner');
    ({ id } = await announce(owner, { filename: 'before.png', contentType: 'image/png' }));
  });
  afterAll(async () => {
    for (const FunctionName of made) await aws().functions.send(new DeleteFunctionCommand({ FunctionName }));
  });

  const rename = async (FunctionName: string, title: string) => {
    const { sub = '' } = JSON.parse(Buffer.from(owner.token.split('.')[1] ?? '', 'base64url').toString()) as {
      sub?: string;
    };
    const event = {
      httpMethod: 'PATCH',
      resource: '/images/{id}',
      path: `/images/${id}`,
      pathParameters: { id },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title }),
      requestContext: { authorizer: { claims: { sub, email: owner.email } } },
    };
    const answer = await aws().functions.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as { statusCode: number; body: string };
  };

  it('that only reads may not write: its role is refused by IAM, and nothing changes', async () => {
    const allowed = await createProbe('rename-image', 'rename-image');
    const denied = await createProbe('rename-image', 'get-image');
    made = [allowed, denied];
    const { version } = await mustRecord(id);
    const refused = await rename(denied, 'Written by a reader');
    expect(refused.statusCode).toBe(500);
    // What was refused, and to whom, is nobody's business outside.
    expect(refused.body).not.toMatch(/AccessDenied|arn:|dynamodb/i);
    expect(await mustRecord(id)).toMatchObject({ version, title: 'before' });

    expect((await rename(allowed, 'Written by a writer')).statusCode).toBe(200);
    expect((await see(owner, id)).title).toBe('Written by a writer');
  });
});

it('lets no more pictures be rendered at once than the stack reserves', async () => {
  for (const name of ['inspect-image', 'render-image']) {
    const reserved = await aws().functions.send(
      new GetFunctionConcurrencyCommand({ FunctionName: nameOf(name) }),
    );
    expect(reserved.ReservedConcurrentExecutions).toBe(2);
  }
});
