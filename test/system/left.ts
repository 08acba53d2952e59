import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTaken } from '../../local/processes.ts';

/** Processes that still work in a home, and ports of it that are still open, when those that end have had time to. */
export async function leftBehind(home: string, ports: readonly number[]): Promise<string[]> {
  const end = Date.now() + 10_000;
  for (;;) {
    const left = [...(await openPorts(ports)), ...processesIn(home)];
    if (left.length === 0 || Date.now() > end) return left;
    await sleep(200);
  }
}

async function openPorts(ports: readonly number[]): Promise<string[]> {
  const taken = await Promise.all(ports.map(isTaken));
  return ports.filter((_, index) => taken[index]).map((port) => `port ${port} is still open`);
}

function processesIn(home: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  return stdout.split('\n').filter((line) => line.includes(`${home}/`));
}
