import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { command, homeOf } from '../system/cli.ts';
import { announce } from '../system/client.ts';
import { person } from '../system/people.ts';
import { small } from '../system/pictures.ts';
import { place } from '../system/place.ts';

const here = homeOf(place());
const invoke = (...args: string[]) => command('invoke', here, args);

interface Told {
  id?: number;
  method?: string;
  params?: { url?: string; sourceMapURL?: string };
}

/** A debugger that attaches and leaves at the first stop, so that all goes on. @returns what it was told until then */
async function attached(url: string): Promise<Told[]> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const told: Told[] = [];
  const send = (id: number, method: string) => socket.send(JSON.stringify({ id, method }));
  const stopped = new Promise<void>((resolve, reject) => {
    AbortSignal.timeout(30_000).onabort = () => reject(new Error('It did not stop.'));
    socket.addEventListener('message', ({ data }) => {
      const one: Told = JSON.parse(String(data));
      told.push(one);
      if (one.method === 'Debugger.paused') resolve();
    });
    send(1, 'Debugger.enable');
    send(2, 'Runtime.runIfWaitingForDebugger');
  });
  // Else it would wait for its debugger to leave, and outlive a test that failed.
  await stopped.finally(() => socket.close());
  return told;
}

describe('npm run invoke', () => {
  it('runs a function as its sources are, with the variables of the stack', async () => {
    const running = invoke('list-images');
    expect(await running.ended(30)).toBe(0);
    expect(running.output()).toMatch(/"statusCode": 200/);
  });

  it('with --inspect stops before the handler runs, when its sources can be seen', async () => {
    const running = invoke('get-health', '--inspect');
    const [url] = await running.waitForText(/ws:\S+/, 30);
    const told = await attached(url);
    const bundle = told.find(({ params }) => params?.url?.endsWith('/get-health/index.mjs'));
    const map = JSON.parse(atob(bundle?.params?.sourceMapURL?.split(',')[1] ?? ''));
    expect(map.sources).toContainEqual(expect.stringMatching(/src\/functions\/get-health\/handler\.ts$/));
    // The function logs a line when it has answered.
    expect(running.output()).not.toMatch(/"answered"/);
    await running.waitForText(/"answered"/, 30);
  });

  it('says in one line where nothing runs', async () => {
    const running = command('invoke', { ...here, home: 'test/no-such-home' }, ['get-health']);
    expect(await running.ended(30)).toBe(1);
    expect(running.output().trim()).toMatch(/^contactsheet: Nothing runs in \S+\. .* npm start$/);
  });
});

it('npm run samlocal -- --help says first how it is run here, since SAM calls it otherwise', async () => {
  const running = command('samlocal', here, ['--help']);
  expect(await running.ended(30)).toBe(0);
  expect(running.output()).toMatch(/^Usage: npm run samlocal -- [\s\S]*\nUsage: samlocal/);
});

describe('npm run logs', () => {
  const logs = async (...args: string[]) => {
    const running = command('logs', here, args);
    expect(await running.ended(60)).toBe(0);
    return running.output().trim().split('\n');
  };

  it('shows a line that a person reads for each that was logged, and those of a level alone', async () => {
    await announce(await person('sender'), await small());
    const lines = await logs('create-image');
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^\d\d:\d\d:\d\d {2}INFO {3}create-image +answered method=POST route=\/images status=201$/,
      ),
    );
    expect(await logs('create-image', '--level', 'warn')).not.toContainEqual(expect.stringContaining('INFO'));
  });

  it('shows each as it was logged with --json', async () => {
    const lines = await logs('create-image', '--json');
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        level: 'INFO',
        message: 'answered',
        function_request_id: expect.any(String),
      }),
    );
  });

  it('says which levels there are', async () => {
    const running = command('logs', here, ['--level', 'loud']);
    expect(await running.ended(30)).toBe(1);
    expect(running.output()).toContain('debug, info, warn, error');
  });
});
