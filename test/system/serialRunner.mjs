import { createRequire } from 'node:module';

// jest's own runner, found the way jest finds it, so that it is the same one.
const fromJest = createRequire(createRequire(import.meta.url).resolve('jest'));
const fromCore = createRequire(fromJest.resolve('@jest/core'));
const { default: TestRunner } = fromCore('jest-runner');

/** Runs its tests one after another, when those of the other runners are done. */
export default class SerialRunner extends TestRunner {
  isSerial = true;
}
