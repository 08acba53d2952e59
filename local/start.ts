import { build } from './build.ts';
import { clientsOf } from './clients.ts';
import { type Deployed, type Deploying, deploy, distrustDeployed } from './deploy.ts';
import { Failure, messageOf } from './failure.ts';
import { openFront } from './front.ts';
import { installLayer } from './layer.ts';
import { followMailbox, type Mail, openMailbox, plainMail, readMails } from './mailbox.ts';
import { endLast, startMinistack } from './ministack.ts';
import { Opened } from './opened.ts';
import { localParameters } from './parameters.ts';
import { renewActivity, sweepEverything, verifyAddresses } from './prepare.ts';
import { isTaken } from './processes.ts';
import { type Log, stepsTo } from './progress.ts';
import { leaveHome, takeHome, writeRunning } from './running.ts';
import { awsEndpoint, root, type Settings, venvFolder } from './settings.ts';
import { createUsers, poolOf, type Role, readUsers, signIn, type Users } from './users.ts';
import { ensureVenv } from './venv.ts';
import { watch } from './watch.ts';

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

/** The service while it runs on this machine. */
export interface Local {
  url: string;
  awsEndpoint: string;
  /** The stack's outputs; a deploy under watch may change them. */
  readonly outputs: Record<string, string>;
  users: Users;
  /** Every mail that was sent from this home, oldest first. */
  mails(): Promise<Mail[]>;
  /** An ID token. */
  token(role: Role): Promise<string>;
  /** Runs the sweep over everything now. */
  sweep(): Promise<void>;
  /** Resolves with what went wrong when the local AWS ends by itself. */
  readonly crashed: Promise<string>;
  /** Ends everything and keeps the state; the same options start it again. */
  stop(): Promise<void>;
  /** Ends everything at once; what was not saved is lost. */
  kill(): void;
}

const deployedAs = {
  deployed: 'stack deployed',
  updated: 'changed functions put in place',
  unchanged: 'stack as deployed before',
} as const;

/** Starts everything on this machine: the local AWS, the stack in it, users, mailbox and the one address in front. */
export async function startLocal(options: StartOptions): Promise<Local> {
  const opened = new Opened();
  try {
    return await open(options, opened);
  } catch (error) {
    await opened.close().catch((second: unknown) => options.log(`  ${messageOf(second)}`));
    throw error;
  }
}

async function open(options: StartOptions, opened: Opened): Promise<Local> {
  const { home, port, awsPort, signal, log } = options;
  const step = stepsTo(log);
  await takeHome(home);
  opened.add(() => leaveHome(home));
  await freePorts(options);

  const venv = venvFolder();
  await step(
    (how) => `Python packages ${how ? `installed (${how})` : 'as before'}`,
    () => ensureVenv(root, venv, signal),
  );
  const { bundles } = await step(
    (built) => `${built.bundles.length} functions and the layer built`,
    () => build(root),
  );
  signal?.throwIfAborted();
  const ministack = await step('local AWS started', () => startMinistack(options, venv, signal));
  opened.add(() => ministack.stop());

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

  const mailbox = await openMailbox(home, awsEndpoint(options));
  const following = followMailbox(mailbox, log);
  opened.add(() => following.end());
  const front = await openFront(port, awsPort, () => named(stack, 'ApiId'));
  opened.add(() => front.close());

  const local: Local = {
    url: front.url,
    awsEndpoint: awsEndpoint(options),
    get outputs() {
      return stack.outputs;
    },
    users,
    mails: async () => {
      await mailbox.collect();
      return (await readMails(home)).map(plainMail);
    },
    token: (role) => signIn(clients.users, poolOf(stack.outputs), users[role]),
    sweep: () => sweepEverything(clients.functions, named(stack, 'SweepImagesFunction')),
    crashed: ministack.crashed,
    stop: () => opened.close(),
    kill: () => ministack.kill(),
  };
  await step('sweep over what was there', () => local.sweep()).catch((error: unknown) =>
    log(`  ${messageOf(error)}`),
  );
  const tell = () =>
    writeRunning(home, {
      pid: process.pid,
      url: local.url,
      awsEndpoint: local.awsEndpoint,
      stackName: options.stackName,
      outputs: stack.outputs,
    });
  if (options.watch) await startWatching(to, stack, log, opened, tell);
  await tell();
  return local;
}

async function freePorts(options: StartOptions): Promise<void> {
  const last = await endLast(options);
  if (last === 'now') options.log('  ended the local AWS that an earlier start left behind');
  if (last === 'unsaved') {
    options.log('  the local AWS was killed last time: what it held since its start is lost');
    await distrustDeployed(options);
  }
  const ports = [
    ['PORT', options.port],
    ['AWS_PORT', options.awsPort],
  ] as const;
  for (const [name, port] of ports) {
    if (!(await isTaken(port))) continue;
    throw new Failure(
      `Port ${port} is taken. Stop what listens there, or choose another: ${name}=${port + 1} npm start`,
    );
  }
}

async function setUp({ clients, parameters, settings }: Deploying, stack: Deployed): Promise<Users> {
  const users = await readUsers(settings.home);
  await createUsers(clients.users, poolOf(stack.outputs), users);
  const { SenderAddress = '', Reviewers = '' } = parameters;
  const addresses = [SenderAddress, ...Reviewers.split(','), ...Object.values(users).map((one) => one.email)];
  await verifyAddresses(clients.mail, addresses.filter(Boolean));
  return users;
}

async function startWatching(
  to: Deploying,
  stack: Deployed,
  log: Log,
  opened: Opened,
  tell: () => Promise<void>,
): Promise<void> {
  const watcher = await watch(
    root,
    async (bundles) => {
      await installLayer(root);
      const now = await deploy(to, bundles, (line) => log(`  ${line}`));
      Object.assign(stack, now);
      if (now.how !== 'deployed')
        return now.updated.length > 0 ? `${listed(now.updated)} put in place` : undefined;
      // A deploy may have replaced the user pool.
      await setUp(to, stack);
      await tell();
      return deployedAs.deployed;
    },
    log,
  );
  opened.add(() => watcher.close());
}

function named({ outputs }: Deployed, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Failure(`template.yaml has no output ${name}.`);
  return value;
}

function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.length} functions` : names.join(', ');
}
