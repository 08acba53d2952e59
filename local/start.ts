import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoUndelivered } from '#adapters/undelivered';
import type { Undelivered } from '#core/undelivered';
import { bringUp, deployedAs, type StartOptions, setUp, type Up } from './bringUp.ts';
import { type Deployed, deploy } from './deploy.ts';
import { followDisk, withoutRoom } from './disk.ts';
import { Failure, messageOf } from './failure.ts';
import { type Front, openFront } from './front.ts';
import { installLayer } from './layer.ts';
import { followMailbox, type Mail, type Mailbox, openMailbox, plainMail, readMails } from './mailbox.ts';
import { Opened } from './opened.ts';
import { sweepEverything, warmAuthorizer } from './prepare.ts';
import { type Log, stepsTo } from './progress.ts';
import { writeRunning } from './running.ts';
import { awsEndpoint, root } from './settings.ts';
import { folderOf } from './stack.ts';
import { followUndelivered } from './undelivered.ts';
import { poolOf, type Role, signIn, type Users } from './users.ts';
import { watch } from './watch.ts';
import { followWorkerFaults } from './workerFaults.ts';

export type { StartOptions } from './bringUp.ts';

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
  /** Ends everything at once; the last seconds of what happened are lost. */
  kill(): void;
}

/** Starts everything on this machine: the local AWS, the stack in it, users, mailbox and the one address in front. */
export async function startLocal(options: StartOptions): Promise<Local> {
  const opened = new Opened();
  try {
    return await open(options, opened);
  } catch (error) {
    await opened.close().catch((second: unknown) => options.log(`  ${messageOf(second)}`));
    throw withoutRoom(error);
  }
}

async function open(options: StartOptions, opened: Opened): Promise<Local> {
  const { home, port, awsPort, log } = options;
  const up = await bringUp(options, opened);
  const mailbox = await openMailbox(home, awsEndpoint(options));
  const following = followMailbox(mailbox, log);
  opened.add(() => following.end());
  const undelivered = followUndelivered(() => mailTroubles(up), log);
  opened.add(() => undelivered.end());
  const disk = followDisk(home, log);
  opened.add(() => disk.end());
  const faults = followWorkerFaults(home, (name) => folderOf(name, options.stackName), log, disk.look);
  opened.add(() => faults.end());
  const front = await openFront({ port, awsPort, home }, () =>
    up.isDeploying ? undefined : named(up.stack, 'ApiId'),
  );
  opened.add(() => front.close());

  const local = localOf(options, opened, up, mailbox, front);
  await stepsTo(log)('first signed-in request', async () =>
    warmAuthorizer(front.url, await local.token('contributor')),
  );
  opened.add(sweepBeside(up, log));
  const tell = () => {
    const { url, awsEndpoint, outputs } = local;
    return writeRunning(home, { pid: process.pid, url, awsEndpoint, stackName: options.stackName, outputs });
  };
  if (options.watch) {
    const watcher = await watch(root, up.bundles, (bundles) => putInPlace(up, bundles, log, tell), log);
    opened.add(() => watcher.close());
  }
  await tell();
  return local;
}

function mailTroubles(up: Up): Promise<Undelivered> {
  const table = DynamoDBDocumentClient.from(up.to.clients.tables);
  return dynamoUndelivered(named(up.stack, 'ImagesTable'), table).list(new Date());
}

// What was left half done is taken up at once; the schedule would come to it within a minute.
function sweepBeside(up: Up, log: Log): () => void {
  const ending = new AbortController();
  const name = named(up.stack, 'SweepImagesFunction');
  stepsTo(log)('sweep over what was there', () =>
    sweepEverything(up.to.clients.functions, name, ending.signal),
  ).catch((error: unknown) => {
    if (!ending.signal.aborted) log(`  ${messageOf(error)}`);
  });
  return () => ending.abort();
}

function localOf(options: StartOptions, opened: Opened, up: Up, mailbox: Mailbox, front: Front): Local {
  const { clients } = up.to;
  return {
    url: front.url,
    awsEndpoint: awsEndpoint(options),
    get outputs() {
      return up.stack.outputs;
    },
    users: up.users,
    mails: async () => {
      await mailbox.collect();
      return (await readMails(options.home)).map(plainMail);
    },
    token: (role) => signIn(clients.users, poolOf(up.stack.outputs), up.users[role]),
    sweep: () => sweepEverything(clients.functions, named(up.stack, 'SweepImagesFunction')),
    crashed: up.ministack.crashed,
    stop: () => opened.close(),
    kill: () => up.ministack.kill(),
  };
}

async function putInPlace(
  up: Up,
  bundles: Up['bundles'],
  log: Log,
  share: () => Promise<void>,
): Promise<string | undefined> {
  await installLayer(root);
  const tell = (line: string) => {
    up.isDeploying = true;
    log(`  ${line}`);
  };
  try {
    Object.assign(up.stack, await deploy(up.to, bundles, tell));
  } finally {
    up.isDeploying = false;
  }
  const { how, updated } = up.stack;
  if (how !== 'deployed') return updated.length > 0 ? `${listed(updated)} put in place` : undefined;
  // A deploy may have replaced the user pool.
  await setUp(up.to, up.stack);
  await share();
  return deployedAs.deployed;
}

function named({ outputs }: Deployed, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Failure(`template.yaml has no output ${name}.`);
  return value;
}

function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.length} functions` : names.join(', ');
}
