import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { openBridge } from '../bridge.ts';
import { Failure } from '../failure.ts';
import { localAwsEnv, readSettings, root, venvFolder } from '../settings.ts';
import { programOf } from '../venv.ts';

export const help = `Usage: npm run samlocal -- SAM'S OWN ARGUMENTS

Runs samlocal (SAM with its endpoint set to the local AWS) with test keys, such as:
  npm run samlocal -- deploy --config-env local
  npm run samlocal -- local invoke get-health -e events/get-health.json`;

/** Hands the terminal to samlocal. */
export async function run(args: string[]): Promise<void> {
  const [command] = args;
  // SAM's own help follows, and calls the command by another name.
  if (!command || command === '--help' || command === '-h') console.log(`${help}\n\nSAM's arguments:`);
  const samlocal = programOf(venvFolder(), 'samlocal');
  if (!existsSync(samlocal)) throw new Failure('samlocal is not installed yet; "npm start" installs it.');
  const settings = readSettings();
  if (command === 'local') await openBridge(settings.awsPort);
  const env = {
    ...localAwsEnv(settings),
    SAM_CLI_TELEMETRY: '0',
    DISABLE_DEPRECATION_NOTICE: '1',
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
  };
  const child = spawn(samlocal, args, { cwd: root, env, stdio: 'inherit' });
  // Ctrl-C reaches both; this one ends when SAM has.
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
