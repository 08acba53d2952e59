import { Failure } from '../failure.ts';
import { runToEnd } from '../processes.ts';
import { REGION, root, venvFolder } from '../settings.ts';
import { ensureVenv, programOf } from '../venv.ts';

export const help = `Usage: npm run validate

Lints template.yaml with "sam validate --lint" and with cfn-lint; both come with the Python packages that
requirements.txt pins, and are installed where they are not there yet. Nothing needs to run.`;

/** Lints the template; the first linter that finds something ends it. */
export async function run(): Promise<void> {
  const venv = venvFolder();
  await ensureVenv(root, venv, console.log);
  const linters = [
    ['sam', 'validate', '--lint', '--region', REGION],
    ['cfn-lint', 'template.yaml'],
  ];
  for (const [name = '', ...args] of linters) {
    const env = { ...process.env, SAM_CLI_TELEMETRY: '0' };
    const { code, output } = await runToEnd(programOf(venv, name), args, { cwd: root, env });
    if (code !== 0) throw new Failure(`${name} found:\n${output.trim()}`);
    console.log(`${name}: nothing found`);
  }
}
