import { type LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { readTemplate } from './template.ts';

/** The functions for which the template reserves concurrency, by folder. */
export async function reservingFunctions(root: string): Promise<string[]> {
  const { Resources } = await readTemplate(root);
  return Object.values(Resources).flatMap(({ Metadata, Properties }) =>
    Metadata?.SamResourceId && Properties?.ReservedConcurrentExecutions ? [Metadata.SamResourceId] : [],
  );
}

/**
 * Reserves what the template reserves: MiniStack's CloudFormation leaves it out, and a burst of pictures would then
 * be rendered all at once.
 * @param most how many may run at once; 0 for no limit
 */
export async function reserveConcurrency(
  functions: LambdaClient,
  names: readonly string[],
  most: number,
): Promise<void> {
  if (most === 0) return;
  await Promise.all(
    names.map((FunctionName) =>
      functions.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: most })),
    ),
  );
}
