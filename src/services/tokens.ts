import * as z from 'zod';
import type { Images } from '#adapters/images';
import { POLL_SECONDS, type PolledTask, type Workflow } from '#adapters/workflow';
import { NotFound } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { keepToken } from '#core/review';
import { needsToken } from '#core/sweep';
import { seconds } from '#core/time';
import { openPolls } from './polls.ts';
import { delivery } from './reviews.ts';

export interface TokenServices {
  images: Pick<Images, 'get' | 'change'>;
  workflow: Pick<Workflow, 'poll' | 'deliver' | 'stopClock'>;
  activity: string;
  now: () => Date;
  /** Hears of each token that was lost, and of each outcome that was not delivered; neither stops the others. */
  onFault?: (error: unknown) => void;
}

/** A picture whose execution waits in the activity. */
export interface Waiting {
  id: string;
  execution: string;
}

/** The task's own input says whose it is: a poll is handed some task, not a certain one. */
const taskInput = z.object({ id: z.string(), round: z.int(), execution: z.string() });

/** A token exists once: its write is tried so often, the first time again after a quarter of a second, then twice as long each time. */
const KEEP_TRIES = 4;
const KEEP_AGAIN_AFTER = seconds(0.25);

/**
 * Takes waiting tasks until each of these pictures has its token, and keeps every token with the record that its task
 * names. Returns the ids that still lack one.
 */
export function tokens({ images, workflow, activity, now, onFault = () => undefined }: TokenServices) {
  const deliver = delivery({ images, workflow, now });

  return async (asks: readonly Waiting[], timeLeft: () => number): Promise<string[]> => {
    const left = new Map(asks.map((ask) => [ask.id, ask]));
    await forgetServed(left);
    await openPolls({
      poll: (worker) => workflow.poll(activity, `worker-${worker}`),
      // A poll that the function's end cuts off takes its task with it, so none begins too late.
      wanted: () => (timeLeft() < seconds(POLL_SECONDS) ? 0 : left.size),
      take: async (task) => {
        const kept = await take(task);
        if (kept && isServed(kept, left.get(kept.id))) left.delete(kept.id);
      },
      // Another worker may have been handed their tokens.
      idle: () => forgetServed(left),
      onFault,
    });
    await forgetServed(left);
    return [...left.keys()];
  };

  /** Keeps the token of one task; `undefined` where its picture was deleted and its execution stopped. */
  async function take({ token, input }: PolledTask): Promise<ImageRecord | undefined> {
    const { id, round, execution } = taskInput.parse(JSON.parse(input));
    const kept = await keep(id, { execution, round, token });
    // What fails here is delivered by the sweep.
    if (kept) await deliver(kept).catch(onFault);
    return kept;
  }

  async function keep(id: string, task: Parameters<typeof keepToken>[1]): Promise<ImageRecord | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await images.change(id, (seen) => keepToken(seen, task, now()))).record;
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        if (attempt === KEEP_TRIES) throw error;
        await wait(KEEP_AGAIN_AFTER * 2 ** (attempt - 1));
      }
    }
  }

  async function forgetServed(left: Map<string, Waiting>): Promise<void> {
    const looks = [...left.values()].map(async (ask) => {
      if (isServed(await images.get(ask.id), ask)) left.delete(ask.id);
    });
    // One that cannot be read lacks its token still.
    for (const look of await Promise.allSettled(looks)) if (look.status === 'rejected') onFault(look.reason);
  }
}

function isServed(record: ImageRecord | undefined, ask: Waiting | undefined): boolean {
  return !record || record.execution !== ask?.execution || !needsToken(record);
}

async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
