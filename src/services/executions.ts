import type { Images } from '#adapters/images';
import type { Workflow } from '#adapters/workflow';
import { type Change, isFinal } from '#core/change';
import { restartDelay } from '#core/checks';
import type { ImageRecord } from '#core/image';
import { died } from '#core/lifecycle';
import { tokenLost } from '#core/lost-token';

export interface ExecutionServices {
  images: Pick<Images, 'change'>;
  workflow: Pick<Workflow, 'start' | 'executionOf'>;
  now: () => Date;
}

export interface ReplacingServices extends ExecutionServices {
  workflow: Pick<Workflow, 'start' | 'stop' | 'stopClock' | 'executionOf'>;
}

/** Writes a change that names the next execution, then starts it; started before, that is well. */
export function starts({ images, workflow }: Pick<ExecutionServices, 'images' | 'workflow'>) {
  return async (id: string, rule: (record: ImageRecord) => Change | undefined): Promise<ImageRecord> => {
    const { record } = await images.change(id, rule);
    await startNamed(workflow, record);
    return record;
  };
}

/** Starts the execution that the record names; a name is used once, so a second start does nothing. */
export async function startNamed(workflow: Pick<Workflow, 'start'>, record: ImageRecord): Promise<void> {
  if (!record.execution || isFinal(record.status)) return;
  await workflow.start(record.execution, { id: record.id, round: record.round });
}

/** Writes a change that may bring a picture to its end, and stops the execution that still waits for a person. */
export function ends({
  images,
  workflow,
}: {
  images: Pick<Images, 'change'>;
  workflow: Pick<Workflow, 'stop' | 'stopClock'>;
}) {
  return async (
    id: string,
    cause: string,
    rule: (record: ImageRecord) => Change | undefined,
  ): Promise<ImageRecord> => {
    let waited: string | undefined;
    const { record } = await images.change(id, (seen) => {
      waited = isFinal(seen.status) ? undefined : seen.execution;
      return rule(seen);
    });
    if (waited && isFinal(record.status)) {
      // What is left running changes nothing: the record is final.
      await Promise.allSettled([workflow.stop(waited, cause), workflow.stopClock(waited)]);
    }
    return record;
  };
}

/** An execution died: another takes its place, at once or when the sweep comes by, or the image fails. */
export function revival({ images, workflow, now }: ExecutionServices) {
  return async (id: string, execution: string, cause: string): Promise<ImageRecord> => {
    const { record, changed } = await images.change(id, (seen) =>
      died(seen, execution, cause, workflow.executionOf, now()),
    );
    if (changed && restartDelay(record.deaths) === 0) await startNamed(workflow, record);
    return record;
  };
}

/** An execution runs on without a token that anybody could end it by: another takes its place, and it is stopped. */
export function replacement({ images, workflow, now }: ReplacingServices) {
  return async (id: string, execution: string): Promise<void> => {
    const { record, changed } = await images.change(id, (seen) =>
      tokenLost(seen, execution, workflow.executionOf, now()),
    );
    if (!changed) return;
    // One that goes on changes nothing: the record names another. What is not started here the sweep starts.
    await Promise.allSettled([
      workflow.stop(execution, 'its token was lost'),
      workflow.stopClock(execution),
      startNamed(workflow, record),
    ]);
  };
}
