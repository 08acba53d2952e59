import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';
import { ownOrigins } from './hosts.ts';
import { commandOf, isAlive, signalGroup, waitForEnd } from './processes.ts';
import { readdressState, settleState } from './savedState.ts';
import { awsEndpoint, root, type Settings } from './settings.ts';
import { rewindStreams } from './streams.ts';
import { programOf } from './venv.ts';

type Place = Pick<Settings, 'home' | 'port' | 'awsPort'>;

/** The local AWS while it runs. */
export interface Ministack {
  /** Ends it, so that it saves its state. */
  stop(): Promise<void>;
  /** Ends it at once; what came after its last save is lost. */
  kill(): void;
  /** Resolves with what went wrong when it ends by itself. */
  readonly crashed: Promise<string>;
}

/** It is slow to start only where Python has not compiled its modules yet. */
const START_MS = 90_000;
/** Saving many pictures' state takes a moment. */
const STOP_MS = 30_000;

/** Where it writes what it does. */
export const ministackLog = (home: string): string => join(home, 'ministack.log');

/**
 * Starts MiniStack on 127.0.0.1 with its state in the home, and waits until it answers. `ministack-run.py` has it save
 * its state every few seconds, and answer to this machine's own pages alone.
 */
export async function startMinistack(place: Place, venv: string, signal?: AbortSignal): Promise<Ministack> {
  const log = ministackLog(place.home);
  const temporary = join(place.home, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  // MiniStack's worker script is CommonJS, and beneath a checkout it would inherit the checkout's `"type": "module"`.
  await writeFile(join(temporary, 'package.json'), '{ "type": "commonjs" }\n');
  await mkdir(join(place.home, 'state'), { recursive: true });
  await settleState(place.home);
  await readdressState(place.home, place.awsPort);
  await rewindStreams(place.home);
  await rename(log, join(place.home, 'ministack.previous.log')).catch(() => undefined);
  const file = await open(log, 'w', 0o600);
  // A group of its own, so that Ctrl-C reaches it only through us, and its workers can be ended with it.
  const child = spawn(programOf(venv, 'python'), [join(root, 'local', 'ministack-run.py')], {
    env: environment(place, temporary),
    stdio: ['ignore', file.fd, file.fd],
    detached: true,
  });
  await file.close();
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  if (child.pid) await writeFile(pidFile(place), String(child.pid));
  await waitUntilReady(place, child, ended, log, signal);
  return handle(place, child, ended, log);
}

/** How the last MiniStack of a home ended: well; only now, as its starter was killed; or without a last save. */
export type LastEnd = 'well' | 'now' | 'unsaved';

/** Ends a MiniStack that an earlier start left behind when it was killed, so that it saves what it holds. */
export async function endLast(place: Pick<Place, 'home'>): Promise<LastEnd> {
  const pid = Number(await readFile(pidFile(place), 'utf8').catch(() => '0'));
  if (!pid) return 'well';
  const alive = isAlive(pid);
  if (!alive || !commandOf(pid).includes('ministack')) {
    // Workers that outlived it, or a save that is under way.
    if (!alive) signalGroup({ pid }, 'SIGKILL');
    await rm(pidFile(place), { force: true });
    return 'unsaved';
  }
  process.kill(pid, 'SIGTERM');
  if (!(await waitForEnd(pid, STOP_MS))) {
    throw new Failure(`An earlier MiniStack (process ${pid}) does not end; stop it with "kill -9 ${pid}".`);
  }
  signalGroup({ pid }, 'SIGKILL');
  await rm(pidFile(place), { force: true });
  return 'now';
}

/** How many functions may run at once: each is a Node process of some 90 MB, and a burst would start hundreds. */
export function workerCap(memory: number = totalmem(), cores: number = availableParallelism()): number {
  const byMemory = Math.floor(memory / 4 / (100 * 1024 ** 2));
  return Math.max(16, Math.min(64, byMemory, cores * 16));
}

// The functions inherit all of it, so nothing of the person's own environment is handed on but what programs need.
function environment(place: Place, temporary: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME, LANG, LAMBDA_ACCOUNT_CONCURRENCY } = process.env;
  return {
    // As Lambda has it.
    TZ: 'UTC',
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    ...(HOME ? { HOME } : {}),
    ...(LANG ? { LANG } : {}),
    TMPDIR: temporary,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(place.awsPort),
    AUTH: 'true',
    PERSIST_STATE: '1',
    STATE_DIR: join(place.home, 'state'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(place.home, 'state', 's3'),
    CONTACTSHEET_ORIGINS: ownOrigins(place.port, place.awsPort).join(),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // Docker is not used; a wedged daemon would hold up the start.
    DOCKER_HOST: `unix://${join(temporary, 'no-docker.sock')}`,
    LAMBDA_EXECUTOR: 'local',
    LAMBDA_ACCOUNT_CONCURRENCY: LAMBDA_ACCOUNT_CONCURRENCY || String(workerCap()),
    LAMBDA_WARM_TTL_SECONDS: '20',
    // MiniStack's own worker script is what it complains of.
    NODE_OPTIONS: '--disable-warning=DEP0169',
    LOG_LEVEL: 'INFO',
  };
}

async function waitUntilReady(
  place: Place,
  child: ChildProcess,
  ended: Promise<unknown>,
  log: string,
  signal?: AbortSignal,
): Promise<void> {
  let over = false;
  ended.then(() => {
    over = true;
  });
  const until = Date.now() + START_MS;
  while (!(await isReady(place))) {
    if (!over && Date.now() < until && !signal?.aborted) {
      await sleep(100);
      continue;
    }
    signalGroup(child, 'SIGKILL');
    signal?.throwIfAborted();
    throw new Failure(
      `MiniStack ${over ? 'ended' : 'did not answer'} at its start. Its last lines (${log}):\n${await tail(log)}`,
    );
  }
}

async function isReady(place: Place): Promise<boolean> {
  try {
    const answer = await fetch(`${awsEndpoint(place)}/_ministack/ready`, {
      signal: AbortSignal.timeout(2000),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

function handle(place: Place, child: ChildProcess, ended: Promise<number | null>, log: string): Ministack {
  let stopping = false;
  let over = false;
  ended.then(() => {
    over = true;
  });
  const crashed = new Promise<string>((resolve) => {
    ended.then(async (code) => {
      if (!stopping)
        resolve(
          `MiniStack ended by itself (${code ?? child.signalCode}). Its last lines (${log}):\n${await tail(log)}`,
        );
    });
  });
  const clear = async () => {
    // Workers that outlived it.
    signalGroup(child, 'SIGKILL');
    await rm(join(place.home, 'tmp'), { recursive: true, force: true });
  };
  return {
    crashed,
    kill: () => {
      stopping = true;
      signalGroup(child, 'SIGKILL');
    },
    stop: async () => {
      stopping = true;
      // The file stays where nothing was saved, for the next start to see.
      if (over) return clear();
      child.kill('SIGTERM');
      const given = await Promise.race([ended.then(() => true), sleep(STOP_MS, false, { ref: false })]);
      if (given) await rm(pidFile(place), { force: true });
      await clear();
      if (!given)
        throw new Failure(`MiniStack did not end within ${STOP_MS / 1000} s and was killed; see ${log}.`);
    },
  };
}

async function tail(path: string, lines = 8): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

function pidFile(place: Pick<Place, 'home'>): string {
  return join(place.home, 'ministack.pid');
}
