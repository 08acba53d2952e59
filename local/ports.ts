import { Failure } from './failure.ts';
import { isTaken } from './processes.ts';
import type { Settings } from './settings.ts';

/** The variables that a command reads its two ports from. */
export interface PortNames {
  port: string;
  awsPort: string;
  command: string;
}

/**
 * Makes sure that nothing listens on either port yet.
 * @throws Failure that names the variable which moves the port
 */
export async function mustBeFree(
  { port, awsPort }: Pick<Settings, 'port' | 'awsPort'>,
  names: PortNames = { port: 'PORT', awsPort: 'AWS_PORT', command: 'npm start' },
): Promise<void> {
  if (port === awsPort) {
    throw new Failure(`${names.port} and ${names.awsPort} are both ${port}; each needs one of its own.`);
  }
  const ports = [
    [names.port, port],
    [names.awsPort, awsPort],
  ] as const;
  for (const [name, one] of ports) {
    if (!(await isTaken(one))) continue;
    throw new Failure(
      `Port ${one} is taken. Stop what listens there, or choose another: ${name}=${one + 1} ${names.command}`,
    );
  }
}
