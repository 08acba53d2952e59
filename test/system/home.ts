import { mkdir, rm } from 'node:fs/promises';
import { Failure } from '../../local/failure.ts';
import { endLast } from '../../local/ministack.ts';
import { mustBeFree } from '../../local/ports.ts';
import { readRunning } from '../../local/running.ts';
import type { Ports } from './ports.ts';

const portNames = { port: 'TEST_PORT', awsPort: 'TEST_AWS_PORT', command: 'npm test' };

/**
 * Empties the folder of a stack that only tests use, and ends what a run that was killed left working in it.
 * @throws Failure where another run of the tests is using it, or a port is taken
 */
export async function emptyHome(place: Ports & { home: string }): Promise<void> {
  const running = await readRunning(place.home);
  if (running)
    throw new Failure(
      `Another run of the tests uses ${place.home} (process ${running.pid}); wait for its end.`,
    );
  await endLast(place);
  await mustBeFree(place, portNames);
  await rm(place.home, { recursive: true, force: true });
  await mkdir(place.home, { recursive: true });
}
