import type { Images } from '#adapters/images';
import { bounced, escalate, newcomers } from '#core/escalation';
import type { ImageRecord } from '#core/image';
import { type DigestServices, digests } from './digests.ts';

export interface EscalationServices extends DigestServices {
  images: Pick<Images, 'change'>;
}

/** Asks others as well. Joined first and noted after: cut off between, somebody is mailed twice rather than never. */
export function escalating(services: EscalationServices) {
  const { images, now } = services;
  const join = digests(services);
  return async (record: ImageRecord, reason: 'late' | 'bounced'): Promise<void> => {
    if (record.review?.escalatedAt) return;
    const whom = newcomers(record);
    await Promise.all(whom.map((recipient) => join({ recipient, kind: 'escalation' }, [record])));
    await images.change(record.id, (seen) => escalate(seen, record.round, reason, now()));
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
