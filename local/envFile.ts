import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Clients } from './clients.ts';
import { functionsOf } from './stack.ts';

/** Each function's variables by its logical id, as `sam local invoke --env-vars` reads them. */
export type EnvFile = Record<string, Record<string, string>>;

/** Where the variables of the deployed functions are written to. */
export function envFilePath(root: string): string {
  return join(root, 'build', 'env.json');
}

/** The logical id of a function, from the name of its folder. */
export function logicalId(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Writes the variables of a deployed stack's functions, since SAM knows only the template's names of them. */
export async function writeEnvFile(
  root: string,
  clients: Pick<Clients, 'stacks' | 'functions'>,
  stackName: string,
  awsEndpoint: string,
): Promise<void> {
  const names = await functionsOf(clients.stacks, stackName);
  const entries = await Promise.all(
    [...names].map(async ([id, FunctionName]) => {
      const { Environment } = await clients.functions.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      return [id, { ...Environment?.Variables, AWS_ENDPOINT_URL: awsEndpoint }] as const;
    }),
  );
  await mkdir(join(root, 'build'), { recursive: true });
  const file: EnvFile = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  await writeFile(envFilePath(root), `${JSON.stringify(file, null, 2)}\n`);
}

/** Reads one function's variables; nothing where they were never written. */
export async function readEnvFile(root: string, name: string): Promise<Record<string, string> | undefined> {
  const text = await readFile(envFilePath(root), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as EnvFile)[logicalId(name)];
}
