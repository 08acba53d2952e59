import type { Images } from '#adapters/images';
import { bounced, escalate, newcomers } from '#core/escalation';
import type { ImageRecord } from '#core/image';
import { isQuiet } from '#core/milestone';
import { type DigestServices, digests } from './digests.ts';

export interface EscalationServices extends DigestServices {
  images: Pick<Images, 'change'>;
}

/**
 * Asks others as well. Joined first and noted after: cut off between, somebody is mailed twice rather than never.
 * Joined again then: a digest that closed between left out what was not theirs yet.
 */
export function escalating(services: EscalationServices) {
  const { images, now } = services;
  const join = digests(services);
  return async (record: ImageRecord, reason: 'late' | 'bounced'): Promise<void> => {
    if (record.review?.escalatedAt) return;
    const whom = newcomers(record);
    const ask = async (one: ImageRecord) => {
      // Where the round opened in quiet hours, they are asked with the others when those end.
      if (one.review && isQuiet(one.review, now())) return;
      await Promise.all(whom.map((recipient) => join({ recipient, kind: 'escalation' }, [one])));
    };
    await ask(record);
    const noted = await images.change(record.id, (seen) => escalate(seen, record.round, reason, now()));
    if (noted.changed) await ask(noted.record);
  };
}

/** A reviewer's mail came back: that goes on record with every picture that waits for them, and others are asked. */
export function bouncing(
  services: EscalationServices & { waitingFor: (reviewer: string) => Promise<string[]> },
) {
  const { images, now, waitingFor } = services;
  const askOthers = escalating(services);
  return async (address: string): Promise<number> => {
    const ids = await waitingFor(address);
    for (const id of ids) {
      const { record } = await images.change(id, (seen) => bounced(seen, seen.round, address, now()));
      await askOthers(record, 'bounced');
    }
    return ids.length;
  };
}
