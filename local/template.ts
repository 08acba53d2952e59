import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { Failure } from './failure.ts';
import { faultLine } from './specs/lint.ts';
import { readJson } from './specs/syntax.ts';
import { parseYaml } from './yaml.ts';

/** What is read of the template here. */
interface Template {
  Resources: Record<string, Resource>;
}

interface Resource {
  Metadata?: { SamResourceId?: string };
  Properties?: {
    ReservedConcurrentExecutions?: unknown;
    GatewayResponses?: Record<string, { StatusCode: string; ResponseTemplates: Record<string, string> }>;
  };
}

/**
 * Reads the template of a checkout.
 * @throws Failure with file and line where it is not YAML
 */
export async function readTemplate(root: string): Promise<Template> {
  return parseYaml('template.yaml', await readFile(join(root, 'template.yaml'), 'utf8'));
}

/**
 * Refuses to deploy what cannot be read: SAM tells of such a template without a line, and MiniStack takes such a state
 * machine without a word.
 * @throws Failure with file and line
 */
export async function mustBeReadable(root: string): Promise<void> {
  await readTemplate(root);
  const machines = (await readdir(join(root, 'statemachines'))).map((name) => `statemachines/${name}`);
  const faults = await Promise.all(
    machines.map(async (file) => {
      const { faults } = await readJson(await readFile(join(root, file), 'utf8'));
      return faults.map((fault) => faultLine(file, fault));
    }),
  );
  // Its process would keep several hundred megabytes.
  await stop();
  if (faults.flat().length > 0) throw new Failure(faults.flat().join('\n'));
}
