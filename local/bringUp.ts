import { tmpdir } from 'node:os';
import { build } from './build.ts';
import type { Bundle } from './bundle.ts';
import { clientsOf } from './clients.ts';
import { type Deployed, type Deploying, deploy, distrustDeployed } from './deploy.ts';
import { mustHaveRoom } from './disk.ts';
import { endLast, type Ministack, startMinistack } from './ministack.ts';
import type { Opened } from './opened.ts';
import { localParameters } from './parameters.ts';
import { mustBeFree } from './ports.ts';
import { renewActivity, sandboxMail, verifyAddresses } from './prepare.ts';
import { type Log, stepsTo } from './progress.ts';
import { reserveConcurrency, reservingFunctions } from './reserve.ts';
import { leaveHome, takeHome } from './running.ts';
import { lastSave } from './savedState.ts';
import { awsEndpoint, root, type Settings, venvFolder } from './settings.ts';
import { mustReadState } from './stateVersion.ts';
import { createUsers, poolOf, readUsers, type Users } from './users.ts';
import { ensureVenv } from './venv.ts';

/** How to start the service on this machine. */
export interface StartOptions extends Settings {
  /** Instead of the local defaults of the template's parameters. */
  parameters?: Record<string, string>;
  /** Whether changes of the sources are put in place. */
  watch?: boolean;
  log: Log;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

/** The local AWS with the stack in it. */
export interface Up {
  to: Deploying;
  bundles: readonly Bundle[];
  ministack: Ministack;
  /** Its fields change when it is deployed again. */
  stack: Deployed;
  /** While a changed template is deployed: routes come and go. */
  isDeploying: boolean;
  users: Users;
}

/** What is said of how a stack was brought up to date. */
export const deployedAs = {
  deployed: 'stack deployed',
  updated: 'changed functions put in place',
  unchanged: 'stack as deployed before',
} as const;

/** Makes what is missing, starts the local AWS and brings the stack in it up to date. */
export async function bringUp(options: StartOptions, opened: Opened): Promise<Up> {
  const { home, signal, log } = options;
  const step = stepsTo(log);
  await mustHaveRoom([home, root, tmpdir()]);
  await takeHome(home);
  opened.add(() => leaveHome(home));
  await mustReadState(home);
  await endLastWell(options);
  await mustBeFree(options);

  const venv = venvFolder();
  await step(
    (how) => `Python packages ${how ? `installed (${how})` : 'as before'}`,
    () => ensureVenv(root, venv, log, signal),
  );
  // Side by side, since one waits for a disk and the other for a port.
  const building = step(
    (built) => `${built.bundles.length} functions and the layer built`,
    () => build(root),
  );
  const starting = step('local AWS started', () => startMinistack(options, venv, signal)).then((one) => {
    opened.add(() => one.stop());
    return one;
  });
  await Promise.allSettled([building, starting]);
  const { bundles } = await building;
  const ministack = await starting;
  signal?.throwIfAborted();

  const clients = clientsOf(awsEndpoint(options));
  opened.add(() => clients.close());
  const activity = await renewActivity(clients.workflows, `${options.stackName}-review`);
  const parameters = { ...localParameters(options, activity), ...options.parameters };
  const to: Deploying = { root, venv, settings: options, clients, parameters, signal };
  const stack = await step(
    ({ how }) => deployedAs[how],
    () => deploy(to, bundles),
  );
  const users = await step('users and mail addresses set up', () => setUp(to, stack));
  return { to, bundles, ministack, stack, isDeploying: false, users };
}

/** Puts the users into the pool, makes the addresses known to SES and reserves what the template reserves. */
export async function setUp({ clients, parameters, settings }: Deploying, stack: Deployed): Promise<Users> {
  const users = await readUsers(settings.home);
  await createUsers(clients.users, poolOf(stack.outputs), users);
  const { SenderAddress = '' } = parameters;
  const addresses = [SenderAddress, ...Object.values(users).map((one) => one.email)];
  await verifyAddresses(clients.mail, addresses.filter(Boolean));
  await sandboxMail(clients.mail, !settings.sandbox);
  const reserving = (await reservingFunctions(root)).map((name) => `${settings.stackName}-${name}`);
  await reserveConcurrency(clients.functions, reserving, Number(parameters['RenderConcurrency'] ?? 0));
  return users;
}

async function endLastWell(options: StartOptions): Promise<void> {
  const last = await endLast(options);
  if (last === 'now') options.log('  ended the local AWS that an earlier start left behind');
  if (last !== 'unsaved') return;
  const saved = await lastSave(options.home);
  const from = saved
    ? `from its last save, at ${saved.toTimeString().slice(0, 8)}`
    : 'with nothing, as it had not saved yet';
  options.log(`  the local AWS was killed last time: it goes on ${from}`);
  await distrustDeployed(options);
}
