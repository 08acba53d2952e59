import * as z from 'zod';
import type { Images } from '#adapters/images';
import { POLL_SECONDS, type Workflow } from '#adapters/workflow';
import { NotFound } from '#core/errors';
import { keepToken } from '#core/review';
import { needsToken } from '#core/sweep';
import { seconds } from '#core/time';
import { delivery } from './reviews.ts';

export interface TokenServices {
  images: Pick<Images, 'get' | 'change'>;
  workflow: Pick<Workflow, 'poll' | 'deliver' | 'stopClock'>;
  activity: string;
  now: () => Date;
}

/** The task's own input says whose it is: a poll is handed some task, not a certain one. */
const taskInput = z.object({ id: z.string(), round: z.int(), execution: z.string() });

/**
 * Takes as many waiting tasks as there are pictures without a token, and keeps each with the record it names.
 * Returns the ids that still lack one.
 */
export function tokens({ images, workflow, activity, now }: TokenServices) {
  const deliver = delivery({ images, workflow, now });

  return async (
    asks: readonly { id: string; execution: string }[],
    timeLeft: () => number,
  ): Promise<string[]> => {
    let left = await lacking(asks);
    // Other workers' tasks may come first, and they then find theirs taken: go on until these pictures have theirs.
    // A poll that the function's end cuts off takes its task with it, so none begins too late.
    while (left.length > 0 && timeLeft() >= seconds(POLL_SECONDS)) {
      const taken = await Promise.all(left.map((_, worker) => take(`worker-${worker}`)));
      left = await lacking(asks);
      if (!taken.includes(true)) break;
    }
    return left;
  };

  /** One long poll; whether it was handed a task. */
  async function take(worker: string): Promise<boolean> {
    const polled = await workflow.poll(activity, worker);
    if (!polled) return false;
    const { id, round, execution } = taskInput.parse(JSON.parse(polled.input));
    try {
      const kept = await images.change(id, (seen) =>
        keepToken(seen, { execution, round, token: polled.token }, now()),
      );
      await deliver(kept.record);
    } catch (error) {
      // A deleted picture's task: its execution was stopped.
      if (!(error instanceof NotFound)) throw error;
    }
    return true;
  }

  async function lacking(asks: readonly { id: string; execution: string }[]): Promise<string[]> {
    const states = await Promise.all(asks.map(async (ask) => ({ ask, record: await images.get(ask.id) })));
    return states
      .filter(({ ask, record }) => record && record.execution === ask.execution && needsToken(record))
      .map(({ ask }) => ask.id);
  }
}
