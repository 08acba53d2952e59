import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the local service lives; every command reads the same variables. */
export interface Settings {
  /** Of the address in front of the API. */
  port: number;
  /** Of the local AWS. */
  awsPort: number;
  /** The folder that holds all state. */
  home: string;
  stackName: string;
  /** Whether SES refuses addresses that are not verified. */
  sandbox?: boolean;
}

export const STACK = 'contactsheet-local';
export const REGION = 'us-east-1';

/** What runs local tools and SDK clients: never a person's own credentials. */
export const testKeys = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
} as const;

/** Reads `PORT`, `AWS_PORT`, `CONTACTSHEET_HOME` and `SES_SANDBOX`. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const { CONTACTSHEET_HOME, SES_SANDBOX } = env;
  return {
    port: portOf(env, 'PORT', 3000),
    awsPort: portOf(env, 'AWS_PORT', 4566),
    home: resolve(root, CONTACTSHEET_HOME || '.local'),
    stackName: STACK,
    ...(SES_SANDBOX === '1' ? { sandbox: true } : {}),
  };
}

/** One Python environment serves every home, since it takes minutes to make. */
export function venvFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { CONTACTSHEET_VENV } = env;
  return resolve(root, CONTACTSHEET_VENV || join('.local', 'venv'));
}

/** The local AWS's address. */
export function awsEndpoint(settings: Pick<Settings, 'awsPort'>): string {
  return `http://localhost:${settings.awsPort}`;
}

/**
 * The environment for tools that talk to the local AWS.
 * Whatever of the person's own could lead to a real account is taken out.
 */
export function localAwsEnv(
  settings: Pick<Settings, 'awsPort'>,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(kept),
    ...testKeys,
    AWS_ENDPOINT_URL: awsEndpoint(settings),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(root, '.local', 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(root, '.local', 'no-aws-credentials'),
  };
}

function portOf(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${name} must be a port number, and is "${text}".`);
}
