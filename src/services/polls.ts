import type { PolledTask } from '#adapters/workflow';
import { seconds } from '#core/time';

/** AWS advises so many open polls: https://docs.aws.amazon.com/step-functions/latest/dg/bp-activity-pollers.html */
export const MOST_POLLS = 100;

/**
 * A waiting task is handed out within a second, but a poll may hang for a minute where Step Functions lost what it
 * meant to hand out. After so many milliseconds a poll is not counted on, and another is opened beside it.
 */
const COUNTED_ON = seconds(5);

export interface Polling {
  /** One long poll; `undefined` where nothing waited for a minute. It is never cut off: that would lose its task. */
  poll: (worker: number) => Promise<PolledTask | undefined>;
  /** How many tasks are still to be had; may change with each that is taken. */
  wanted: () => number;
  take: (task: PolledTask) => Promise<void>;
  /** Called where no task came for a while. */
  idle: () => Promise<void>;
  onFault: (error: unknown) => void;
}

/**
 * Keeps as many polls open as tasks are wanted, and up to two for each where some hang. Ends when no poll is open and no
 * task is being taken; a fault of one ends none of the others.
 */
export async function openPolls({ poll, wanted, take, idle, onFault }: Polling): Promise<void> {
  const running = new Set<Promise<void>>();
  const most = Math.min(MOST_POLLS, 2 * wanted());
  let opened = 0;
  let open = 0;
  let taking = 0;
  /** Polls that are counted on to bring a task soon. */
  let fresh = 0;
  let patience = COUNTED_ON;
  let dry = false;

  async function pollOnce(worker: number): Promise<void> {
    const task = await poll(worker).catch((error: unknown) => void onFault(error));
    open -= 1;
    fresh = Math.max(0, fresh - 1);
    dry = task === undefined;
    if (!task) return idle();
    patience = COUNTED_ON;
    taking += 1;
    await take(task).catch(onFault);
    taking -= 1;
  }

  function topUp(): void {
    while (!dry && open < most && fresh + taking < wanted()) {
      open += 1;
      fresh += 1;
      const ending = pollOnce(opened++).finally(() => running.delete(ending));
      running.add(ending);
    }
  }

  for (topUp(); running.size > 0; topUp()) {
    const expected = !dry && wanted() > 0;
    const ended = await endsWithin(expected ? patience : undefined, running);
    if (ended) continue;
    fresh = 0;
    patience *= 2;
    await idle();
  }
}

/** Whether one of them ends within so many milliseconds; without a number it is waited for. */
async function endsWithin(
  milliseconds: number | undefined,
  running: Iterable<Promise<void>>,
): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = milliseconds === undefined ? undefined : setTimeout(() => late.resolve(false), milliseconds);
  const ended = [...running].map((one) => one.then(() => true));
  return Promise.race([...ended, late.promise]).finally(() => clearTimeout(timer));
}
