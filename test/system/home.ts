import { mkdir, rm } from 'node:fs/promises';
import { Failure } from '../../local/failure.ts';
import { endLast } from '../../local/ministack.ts';
import { readRunning } from '../../local/running.ts';

/**
 * Empties the folder of a stack that only tests use, and ends what a run that was killed left working in it.
 * @throws Failure where another run of the tests is using it
 */
export async function emptyHome(place: { home: string; awsPort: number }): Promise<void> {
  const running = await readRunning(place.home);
  if (running)
    throw new Failure(
      `Another run of the tests uses ${place.home} (process ${running.pid}); wait for its end.`,
    );
  await endLast(place);
  await rm(place.home, { recursive: true, force: true });
  await mkdir(place.home, { recursive: true });
}
