import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Failure } from './failure.ts';

/** What a local user may do. */
export const roles = ['contributor', 'reviewer', 'operator'] as const;
export type Role = (typeof roles)[number];

/** How a local user signs in. */
export interface User {
  email: string;
  password: string;
}
export type Users = Record<Role, User>;

/** Where users live. */
export interface Pool {
  UserPoolId: string;
  UserPoolClientId: string;
}

/** Reads the pool out of the stack's outputs. */
export function poolOf(outputs: Readonly<Record<string, string>>): Pool {
  const { UserPoolId = '', UserPoolClientId = '' } = outputs;
  return { UserPoolId, UserPoolClientId };
}

const groups: Partial<Record<Role, string>> = { reviewer: 'reviewers', operator: 'operators' };

/** Whether a word names a role. */
export function isRole(text: string | undefined): text is Role {
  return roles.some((role) => role === text);
}

/** Reads the local users; their passwords are made once and kept in the home. */
export async function readUsers(home: string): Promise<Users> {
  const file = join(home, 'users.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as Users;
  const users = {
    contributor: newUser('contributor'),
    reviewer: newUser('reviewer'),
    operator: newUser('operator'),
  };
  await writeFile(file, `${JSON.stringify(users, null, 2)}\n`, { mode: 0o600 });
  return users;
}

/** Puts the local users into the pool, confirmed and in their groups. */
export async function createUsers(
  cognito: CognitoIdentityProviderClient,
  pool: Pool,
  users: Users,
): Promise<void> {
  await Promise.all(roles.map((role) => createUser(cognito, pool.UserPoolId, role, users[role])));
}

/** Signs a local user in. @returns the ID token, as the API's authorizer wants it */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  pool: Pool,
  user: User,
): Promise<string> {
  const answer = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.UserPoolId,
      ClientId: pool.UserPoolClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  );
  const token = answer.AuthenticationResult?.IdToken;
  if (!token)
    throw new Failure(`${user.email} could not sign in: ${answer.ChallengeName ?? 'no token was given'}.`);
  return token;
}

async function createUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  role: Role,
  user: User,
): Promise<void> {
  const Username = user.email;
  await cognito
    .send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: user.email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    .catch(unless('UsernameExistsException'));
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: user.password, Permanent: true }),
  );
  const GroupName = groups[role];
  if (!GroupName) return;
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName })).catch(unless('GroupExistsException'));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
}

function newUser(role: Role): User {
  // One of each kind that a pool's policy may ask for.
  return {
    email: `${role}@contactsheet.example`,
    password: `Local-${randomBytes(9).toString('base64url')}-1a`,
  };
}

/** Lets one error pass: what was asked for is there already. */
export function unless(name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error) || error.name !== name) throw error;
  };
}
