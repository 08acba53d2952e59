import type { Images } from '#adapters/images';
import type { Workflow } from '#adapters/workflow';
import { NotFound } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { isQuiet } from '#core/milestone';
import { waitingFor, waitsFor } from '#core/panel';
import { rename } from '#core/rename';
import { type DigestServices, digests } from './digests.ts';
import { ends, startNamed } from './executions.ts';

export interface RenameServices extends DigestServices {
  images: Pick<Images, 'get' | 'change'>;
  workflow: Pick<Workflow, 'start' | 'stop' | 'stopClock' | 'executionOf'>;
}

export interface Renaming {
  id: string;
  title: string;
  /** The address of who asks. */
  by: string;
  /** Throws where who asks may not rename the record. */
  mayRename: (record: ImageRecord) => void;
}

/**
 * Renames a picture. Who approved the title before is asked again: joined first and written after, so that a cut between
 * mails nobody about what did not change, and joined again, since a digest that closed between left it out.
 */
export function renaming(services: RenameServices) {
  const { images, workflow, now } = services;
  const join = digests(services);
  const end = ends(services);

  return async (order: Renaming): Promise<ImageRecord> => {
    const before = await images.get(order.id);
    if (!before) throw new NotFound('There is no such picture.');
    await askAgain(before, ruleOf(order)(before)?.record);
    let replaced = before;
    const record = await end(order.id, 'renamed', (seen) => {
      replaced = seen;
      return ruleOf(order)(seen);
    });
    await askAgain(replaced, record);
    // A new round; what is not started here is started by the sweep.
    if (record.round !== replaced.round) await startNamed(workflow, record);
    return record;
  };

  function ruleOf({ title, by, mayRename }: Renaming) {
    return (seen: ImageRecord) => {
      mayRename(seen);
      return rename(seen, title, by, workflow.executionOf, now());
    };
  }

  async function askAgain(before: ImageRecord, after: ImageRecord | undefined): Promise<void> {
    // A new round asks everybody by itself, and so does one that opened in quiet hours, when those end.
    if (!after?.review || after.round !== before.round || isQuiet(after.review, now())) return;
    const again = waitingFor(after).filter((one) => !waitsFor(before, one));
    await Promise.all(again.map((recipient) => join({ recipient, kind: 'review' }, [after])));
  }
}
