import { parseArgs } from 'node:util';
import { clientsOf } from '../clients.ts';
import { Failure } from '../failure.ts';
import { mustRun } from '../running.ts';
import { readSettings } from '../settings.ts';
import { isRole, poolOf, readUsers, roles, signIn } from '../users.ts';

export const help = `Usage: npm run --silent token -- ${roles.join('|')}

Signs one of the local users in and prints the ID token, and nothing else:
  curl -H "Authorization: Bearer $(npm run --silent token -- contributor)" http://localhost:3000/images`;

/** Prints an ID token. */
export async function run(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [role, ...others] = positionals;
  if (!isRole(role) || others.length > 0) throw new Failure(`Name one role: ${roles.join(', ')}.`);
  const settings = readSettings();
  const { awsEndpoint, outputs } = await mustRun(settings);
  const users = await readUsers(settings.home);
  const clients = clientsOf(awsEndpoint);
  console.log(await signIn(clients.users, poolOf(outputs), users[role]));
  clients.close();
}
