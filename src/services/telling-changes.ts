import { type Bus, MOST_EVENTS } from '#adapters/bus';
import { changeOf, type ImageEvent, type ToldRecord } from '#core/events';

/** A record before and after one write. */
export interface Written {
  before: ToldRecord;
  after: ToldRecord;
}

/**
 * Tells the bus of what changed, in the order it was written. What the bus does not take ends it there, and the
 * stream hands all of it over again: some of it is told twice then, nothing out of its picture's order.
 */
export function tellingChanges({ bus }: { bus: Bus }) {
  return async (writes: readonly Written[]): Promise<void> => {
    const events = writes.flatMap(({ before, after }) => changeOf(before, after) ?? []);
    for (const some of callsOf(events)) await bus.put(some);
  };
}

/** One call may be taken in part, so no picture has two events in it: the second goes once the first was taken. */
function callsOf(events: readonly ImageEvent[]): ImageEvent[][] {
  const calls: ImageEvent[][] = [];
  for (const event of events) {
    const last = calls.at(-1);
    const fits = last && last.length < MOST_EVENTS && !last.some((one) => one.imageId === event.imageId);
    if (fits) last.push(event);
    else calls.push([event]);
  }
  return calls;
}
