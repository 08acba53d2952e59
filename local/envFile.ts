import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Clients } from './clients.ts';
import { functionsOf } from './stack.ts';

/** Where the variables of the deployed functions are written to. */
export function envFilePath(root: string): string {
  return join(root, 'build', 'env.json');
}

/** The variables of a deployed function, which lead to the local AWS from outside of it, too. */
export async function variablesOf(
  functions: LambdaClient,
  FunctionName: string,
  awsEndpoint: string,
): Promise<Record<string, string>> {
  const { Environment } = await functions.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return { ...Environment?.Variables, AWS_ENDPOINT_URL: awsEndpoint };
}

/**
 * Writes each function's variables by its logical id, as `sam local invoke --env-vars` reads them: SAM itself knows
 * only the template's names of them.
 */
export async function writeEnvFile(
  root: string,
  clients: Pick<Clients, 'stacks' | 'functions'>,
  stackName: string,
  awsEndpoint: string,
): Promise<void> {
  const names = await functionsOf(clients.stacks, stackName);
  const entries = await Promise.all(
    [...names].map(
      async ([id, name]) => [id, await variablesOf(clients.functions, name, awsEndpoint)] as const,
    ),
  );
  await mkdir(join(root, 'build'), { recursive: true });
  const file = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  await writeFile(envFilePath(root), `${JSON.stringify(file, null, 2)}\n`);
}
