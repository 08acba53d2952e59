import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a deployed stack was made of, so that a start can tell what has to be done again. */
export interface Fingerprint {
  /** Of everything but the functions' code: template, SAM's settings, state machines, layer, parameters. */
  rest: string;
  /** Of each function's bundle, by name. */
  functions: Record<string, string>;
  /** Functions whose code was put in place since the last deploy, which CloudFormation does not know of. */
  updated: string[];
}

/** What brings a deployed stack up to date. */
export type Plan = { deploy: true } | { deploy: false; update: string[] };

/** Compares what is deployed with what should be. */
export function planOf(deployed: Fingerprint | undefined, wanted: Fingerprint): Plan {
  if (!deployed || deployed.rest !== wanted.rest) return { deploy: true };
  const names = Object.keys(wanted.functions);
  if (names.join() !== Object.keys(deployed.functions).join()) return { deploy: true };
  return {
    deploy: false,
    update: names.filter((name) => deployed.functions[name] !== wanted.functions[name]),
  };
}

/**
 * Takes the fingerprint of all that a deploy depends on.
 * @param parameters of the template, the addresses of this start among them
 */
export async function fingerprint(
  root: string,
  bundles: readonly { name: string; hash: string }[],
  parameters: Readonly<Record<string, string>>,
): Promise<Fingerprint> {
  const machines = (await readdir(join(root, 'statemachines')).catch(() => [])).sort();
  const files = [
    'template.yaml',
    'samconfig.toml',
    'requirements.txt',
    'src/layers/sharp/package-lock.json',
    // Which platforms it was installed for.
    'build/layers/sharp.stamp',
    ...machines.map((name) => `statemachines/${name}`),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)).catch(() => ''));
  }
  hash.update(JSON.stringify(Object.entries(parameters).sort()));
  return {
    rest: hash.digest('hex'),
    functions: Object.fromEntries(bundles.map((one) => [one.name, one.hash])),
    updated: [],
  };
}
