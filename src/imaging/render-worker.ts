import { ImageRefused } from '#core/errors';
import type { RefusalCode } from '#core/failures';
import type { AcceptedType } from '#core/image';
import type { Rendition } from '#core/renditions';
import { type RenderedPicture, renderPicture } from './render.ts';

/** A picture to render, and what it may cost. */
export interface RenderJob {
  bytes: Buffer;
  contentType: AcceptedType;
  renditions: Rendition[];
  /** Milliseconds of processor time, of all threads together. */
  processorMs: number;
  /** Bytes that the process may hold. */
  memory: number;
}

/** The result of a job. `exhausted`: the picture costs more than it may, and is still being worked on. */
export type RenderReply =
  | { verdict: 'rendered'; picture: RenderedPicture }
  | { verdict: 'refused'; code: RefusalCode }
  | { verdict: 'failed'; name: string; message: string; stack: string | undefined }
  | { verdict: 'exhausted' };

/** How often the cost is looked at; decoding runs in threads of its own, so a timer is on time. */
const LOOK_MS = 50;

/**
 * Renders in this process what its parent sends, one picture after another, and ends with its parent.
 *
 * Nothing stops a decoder within a process: libvips looks for a deadline between rows only, and libjpeg reads all of
 * a progressive picture before the first row.
 */
export function serveRenders(): void {
  process.on('message', (job: RenderJob) => {
    const watch = watchCost(job, () => process.send?.({ verdict: 'exhausted' } satisfies RenderReply));
    void replyTo(job).then((reply) => {
      clearInterval(watch);
      process.send?.(reply);
    });
  });
  // process.exit() would wait for the decoder's threads.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

function watchCost({ processorMs, memory }: RenderJob, exhausted: () => void): NodeJS.Timeout {
  const before = process.cpuUsage();
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 <= processorMs && process.memoryUsage.rss() <= memory) return;
    clearInterval(watch);
    exhausted();
  }, LOOK_MS);
  return watch;
}

async function replyTo({ bytes, contentType, renditions }: RenderJob): Promise<RenderReply> {
  try {
    return { verdict: 'rendered', picture: await renderPicture(bytes, contentType, renditions) };
  } catch (error) {
    if (error instanceof ImageRefused) return { verdict: 'refused', code: error.refusal };
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { verdict: 'failed', name, message, stack };
  }
}
