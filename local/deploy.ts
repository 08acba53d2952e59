import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { Clients } from './clients.ts';
import { Failure } from './failure.ts';
import { type Fingerprint, fingerprint, planOf } from './fingerprint.ts';
import { runToEnd } from './processes.ts';
import { localAwsEnv, REGION, type Settings } from './settings.ts';
import { failureSince, findStack, functionsOf, isUsable, outputsOf, removeRemains } from './stack.ts';
import { mustBeReadable } from './template.ts';
import { programOf } from './venv.ts';

/** What a deploy needs to know. */
export interface Deploying {
  root: string;
  venv: string;
  settings: Settings;
  clients: Clients;
  parameters: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** How the stack was brought up to date. */
export interface Deployed {
  how: 'deployed' | 'updated' | 'unchanged';
  /** Functions whose code was put in place by itself. */
  updated: readonly string[];
  outputs: Record<string, string>;
}

/** Brings the stack up to date: by `sam deploy`, or where only code changed by putting that in place, or not at all. */
export async function deploy(
  to: Deploying,
  bundles: readonly { name: string; hash: string }[],
  log: (line: string) => void = () => undefined,
): Promise<Deployed> {
  const { settings, clients } = to;
  const wanted = await fingerprint(to.root, bundles, to.parameters);
  const deployed = await readDeployed(settings);
  const stack = await findStack(clients.stacks, settings.stackName);
  const plan = planOf(stack && isUsable(stack) ? deployed : undefined, wanted);
  if (plan.deploy) {
    await mustBeReadable(to.root);
    log('the template, a state machine or the layer changed: deploying');
    // Until it went well nothing is certain: a rollback puts old code back too.
    await writeDeployed(settings, { ...wanted, rest: '', updated: Object.keys(wanted.functions) });
    await samDeploy(to);
  }
  // CloudFormation leaves a function alone whose code it believes to be in place already.
  const names = plan.deploy ? stale(deployed, wanted) : plan.update;
  await updateCode(to, names);
  const updated = plan.deploy ? names : [...new Set([...(deployed?.updated ?? []), ...names])];
  await writeDeployed(settings, { ...wanted, updated });
  const outputs = await outputsOf(clients.stacks, settings.stackName);
  const how = plan.deploy ? 'deployed' : names.length > 0 ? 'updated' : 'unchanged';
  return { how, updated: names, outputs };
}

/** Forgets what is deployed, where the local AWS may have lost some of it: all is put in place again. */
export async function distrustDeployed(settings: Settings): Promise<void> {
  const deployed = await readDeployed(settings);
  if (!deployed) return;
  await writeDeployed(settings, { ...deployed, rest: '', updated: Object.keys(deployed.functions) });
}

/** Puts the code of functions in place without a deploy, which takes a tenth of a second each. */
export async function updateCode(to: Deploying, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const physical = await functionsOf(to.clients.stacks, to.settings.stackName);
  const known = new Set(physical.values());
  const zips = await pack(to, names);
  await Promise.all(
    [...zips].map(async ([name, ZipFile]) => {
      const FunctionName = `${to.settings.stackName}-${name}`;
      if (!known.has(FunctionName)) return;
      await to.clients.functions.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    }),
  );
}

// Also those that were changed back to what the last deploy put there.
function stale(deployed: Fingerprint | undefined, wanted: Fingerprint): string[] {
  return (deployed?.updated ?? []).filter((name) => name in wanted.functions);
}

async function samDeploy(to: Deploying): Promise<void> {
  const { settings, clients, parameters } = to;
  await removeRemains(clients.stacks, settings.stackName);
  const since = new Date();
  const args = [
    'deploy',
    ...['--template-file', join(to.root, 'template.yaml')],
    ...['--stack-name', settings.stackName],
    ...['--region', REGION],
    '--resolve-s3',
    '--no-confirm-changeset',
    '--no-fail-on-empty-changeset',
    '--no-progressbar',
    ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    '--parameter-overrides',
    ...Object.entries(parameters).map(([name, value]) => `${name}=${quoted(value)}`),
  ];
  const { code, output } = await runToEnd(programOf(to.venv, 'sam'), args, {
    cwd: to.root,
    env: {
      ...localAwsEnv(settings),
      SAM_CLI_TELEMETRY: '0',
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
      // SAM leaves an empty folder a function behind; MiniStack's start empties this one.
      TMPDIR: join(settings.home, 'tmp'),
    },
    signal: to.signal,
  });
  await writeFile(join(settings.home, 'deploy.log'), output);
  if (code === 0) return;
  const reason = (await failureSince(clients.stacks, settings.stackName, since)) ?? errorLine(output);
  throw new Failure(`The deploy failed: ${reason} (all of it: ${join(settings.home, 'deploy.log')})`);
}

/** The line of SAM's output that says what is wrong. */
export function errorLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (
    lines.findLast((line) => /^(Error|Failed)\b/.test(line)) ?? lines.at(-1) ?? 'sam deploy said nothing'
  );
}

// SAM splits at spaces, and drops a value that is empty and bare.
function quoted(value: string): string {
  return /^[\w.:/@,-]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`;
}

// Python packs them all in one go: Node has no zip of its own.
const PACK = `import os, sys, zipfile
target, *folders = sys.argv[1:]
for folder in folders:
    name = folder.replace('\\\\', '/').rsplit('/', 1)[-1]
    with zipfile.ZipFile(target + '/' + name + '.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for file in os.listdir(folder):
            packed.write(folder + '/' + file, file)`;

async function pack(to: Deploying, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const work = await mkdtemp(join(tmpdir(), 'contactsheet-zip-'));
  try {
    const folders = names.map((name) => join(to.root, 'build', 'functions', name));
    const { code, output } = await runToEnd(programOf(to.venv, 'python'), ['-c', PACK, work, ...folders]);
    if (code !== 0) throw new Failure(`The functions could not be packed: ${output.trim()}`);
    const read = async (name: string) => [name, await readFile(join(work, `${name}.zip`))] as const;
    return new Map(await Promise.all(names.map(read)));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readDeployed(settings: Settings): Promise<Fingerprint | undefined> {
  const text = await readFile(deployedFile(settings), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Fingerprint);
}

async function writeDeployed(settings: Settings, now: Fingerprint): Promise<void> {
  await writeFile(deployedFile(settings), `${JSON.stringify(now, null, 2)}\n`);
}

function deployedFile(settings: Settings): string {
  return join(settings.home, 'deployed.json');
}
