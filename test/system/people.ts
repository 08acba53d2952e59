import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolOf, signIn } from '../../local/users.ts';
import { aws } from './aws.ts';
import { place } from './place.ts';

/** Somebody with an account, signed in. */
export interface Person {
  email: string;
  token: string;
}

/** Everybody's, at Cognito's page. */
export const PASSWORD = 'Only-for-tests-1a';

/** An address that nobody else has, at a domain that senders may name reviewers of. */
export function address(name: string): string {
  return `${name}-${randomBytes(4).toString('hex')}@contactsheet.example`;
}

/** Makes an account of its own for a test, so that no other test's pictures are mixed with its own. */
export async function person(name: string, group?: 'reviewers' | 'operators'): Promise<Person> {
  const { users } = aws();
  const pool = poolOf(place().outputs);
  const { UserPoolId } = pool;
  const email = address(name);
  const Username = email;
  await users.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await users.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
  );
  if (group) await users.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: group }));
  return { email, token: await signIn(users, pool, { email, password: PASSWORD }) };
}
