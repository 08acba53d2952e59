import { expect } from '@jest/globals';
import { readRunning } from '../../local/running.ts';
import { type Command, command, type Home } from './cli.ts';
import { leftBehind } from './left.ts';
import { usePlace } from './place.ts';

/** Seconds; a start on a fresh machine deploys. */
const FIRST = 180;

/** Runs `npm start`, waits until it says that it is up, and has the test use it. */
export async function npmStart(own: Home): Promise<Command> {
  const running = command('start', own);
  await running.waitForText(/Up after [\d.]+ s/, FIRST);
  const told = await readRunning(own.home);
  if (!told?.url || !told.awsEndpoint || !told.stackName || !told.outputs)
    throw new Error('Nothing was told.');
  const { url, awsEndpoint: endpoint, stackName, outputs } = told;
  usePlace({ url, endpoint, home: own.home, stackName, outputs });
  return running;
}

/** Presses Ctrl-C, and waits until everything is gone. */
export async function npmStop(running: Command, { home, port, awsPort }: Home): Promise<void> {
  running.interrupt();
  expect(await running.ended(60)).toBe(0);
  expect(running.output()).toMatch(/Ended in [\d.]+ s/);
  expect(await leftBehind(home, [port, awsPort])).toEqual([]);
}
