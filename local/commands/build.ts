import { parseArgs } from 'node:util';
import { build, sizeTable } from '../build.ts';
import { clientsOf } from '../clients.ts';
import { writeEnvFile } from '../envFile.ts';
import { readRunning } from '../running.ts';
import { readSettings, root } from '../settings.ts';

export const help = `Usage: npm run build [-- --sizes]

Bundles every function of src/functions into build/functions and installs the sharp layer into build/layers.
Where the local service runs, also writes build/env.json for "sam local invoke".

  --sizes   list the bundles' sizes`;

/** Builds once. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { sizes: { type: 'boolean', default: false } } });
  const started = performance.now();
  const { bundles, layerInstalled } = await build(root);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${bundles.length} functions bundled${layerInstalled ? ', the sharp layer installed' : ''} in ${seconds} s`,
  );
  if (values.sizes) console.log(sizeTable(bundles));
  await writeVariables();
}

// Only while the local AWS runs: the variables are read from what is deployed there, never from a real account.
async function writeVariables(): Promise<void> {
  const { awsEndpoint, stackName } = (await readRunning(readSettings().home)) ?? {};
  if (!awsEndpoint || !stackName) {
    console.log(
      'build/env.json not written, as nothing runs: "npm start" writes it, and so does a build while that runs',
    );
    return;
  }
  const clients = clientsOf(awsEndpoint);
  await writeEnvFile(root, clients, stackName, awsEndpoint);
  clients.close();
  console.log('build/env.json written, for "sam local invoke"');
}
