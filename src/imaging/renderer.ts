import { type ChildProcess, fork } from 'node:child_process';
import { ImageRefused } from '#core/errors';
import type { AcceptedType } from '#core/image';
import type { Rendition } from '#core/renditions';
import type { RenderedPicture } from './render.ts';
import type { RenderJob, RenderReply } from './render-worker.ts';

/** Renders a picture, see `renderPicture`. */
export type Render = (
  bytes: Buffer,
  contentType: AcceptedType,
  renditions: Rendition[],
) => Promise<RenderedPicture>;

/** What a picture may cost before it is refused. */
export interface RenderBounds {
  /** Milliseconds of processor time. */
  processorMs: number;
  /** Milliseconds by the clock. */
  clockMs: number;
  /** Bytes of the whole process. */
  memory: number;
}

/**
 * The costliest pictures within the limits take 10 s and 1.5 GB: 100 megapixels with 16 bits a channel, interlaced.
 * The clock ends before the function's time-out of 120 s, with time left to read the file and to write the answer.
 */
export const renderBounds: RenderBounds = { processorMs: 60_000, clockMs: 90_000, memory: 2560 * 1024 ** 2 };

export interface RendererProcess {
  /** The file of the process; it has to call `serveRenders`. */
  program: URL;
  /** Its variables. It reads foreign bytes and calls nobody, so it needs no credentials. */
  env: NodeJS.ProcessEnv;
}

type Answer = RenderReply | { verdict: 'died'; how: string; bySignal: boolean };

/**
 * Renders pictures one after another in a process of their own, which is there before the first and stays for the
 * next. A picture that costs more than its bounds, or twice ends the process, is refused; the process is killed and
 * replaced.
 */
export function createRenderer(
  from: RendererProcess,
  bounds = renderBounds,
): { render: Render; end(): void } {
  let worker: ChildProcess | undefined = start(from);
  let last: Promise<unknown> = Promise.resolve();

  const end = () => {
    worker?.kill('SIGKILL');
    worker = undefined;
  };
  const attempt = async (job: RenderJob): Promise<Answer> => {
    worker ??= start(from);
    const answer = await answerOf(worker, job, bounds.clockMs);
    if (answer.verdict === 'died' || answer.verdict === 'exhausted') end();
    return answer;
  };
  const renderNow = async (job: RenderJob): Promise<RenderedPicture> => {
    const first = await attempt(job);
    // It may have died of something else, such as another process's need of memory.
    return pictureOf(first.verdict === 'died' ? await attempt(job) : first);
  };
  const render: Render = (bytes, contentType, renditions) => {
    const { processorMs, memory } = bounds;
    const picture = last.then(() => renderNow({ bytes, contentType, renditions, processorMs, memory }));
    last = picture.catch(() => undefined);
    return picture;
  };
  return { render, end };
}

function start({ program, env }: RendererProcess): ChildProcess {
  // Not its standard output, which some runtimes talk through. No debugger's options: its port is the parent's.
  const worker = fork(program, {
    env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // A process that waits for work keeps nobody; while it works, the clock does.
  worker.unref();
  worker.channel?.unref();
  worker.on('error', () => undefined);
  return worker;
}

function answerOf(worker: ChildProcess, job: RenderJob, clockMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(clock);
      worker.off('message', settle).off('exit', died);
      resolve(answer);
    };
    const died = (code: number | null, signal: string | null) =>
      settle({ verdict: 'died', how: String(signal ?? code), bySignal: signal !== null });
    const clock = setTimeout(settle, clockMs, { verdict: 'exhausted' });
    worker.on('message', settle).on('exit', died);
    if (worker.exitCode !== null || worker.signalCode !== null)
      return died(worker.exitCode, worker.signalCode);
    worker.send(job, (error) => error && settle({ verdict: 'died', how: error.message, bySignal: false }));
  });
}

function pictureOf(answer: Answer): RenderedPicture {
  switch (answer.verdict) {
    case 'rendered':
      return answer.picture;
    case 'refused':
      throw new ImageRefused(answer.code);
    case 'exhausted':
      throw new ImageRefused('too-complex');
    case 'failed':
      throw Object.assign(new Error(answer.message), { name: answer.name, stack: answer.stack });
    case 'died':
      // A crash is the file's doing; a process that ends by itself could not start.
      if (answer.bySignal) throw new ImageRefused('too-complex');
      throw new Error(`The process that renders ended: ${answer.how}`);
  }
}
