import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
