import { describe, expect, test } from '@jest/globals';
import { changeOf } from '#core/events';
import type { ImageRecord } from '#core/image';
import type { Nudge } from '#services/digests';
import { tellingSenders } from '#services/telling-senders';
import { announced, inReview, NOW } from '../core/images.ts';
import { memoryDigests, memoryImages, memoryQueue, times } from './fakes.ts';

const ann = 'ann@contactsheet.example';
const failed = announced({ status: 'failed', version: 1 });

async function tell(...records: ImageRecord[]) {
  const digests = memoryDigests();
  const nudges = memoryQueue<Nudge>();
  const services = {
    images: memoryImages(...records),
    digests,
    nudges,
    times,
    newId: () => 'd1',
    now: () => NOW,
  };
  const event = changeOf({ ...failed, status: 'processing' }, failed);
  if (!event) throw new Error('nothing changed');
  await tellingSenders(services)(event);
  return { open: [...digests.opened.keys()], delays: nudges.sent.map(({ delay }) => delay) };
}

describe('a picture that came to its end', () => {
  test('is in its sender’s next mail, which waits a minute: so long a decision may be undone', async () => {
    expect(await tell(failed)).toEqual({ open: [`${ann} outcome`], delays: [60_000] });
  });

  test('is not where the sender asked for it, deleted it, or it is under way again', async () => {
    for (const records of [[{ ...failed, notifySender: false }], [], [inReview()]]) {
      expect((await tell(...records)).open).toEqual([]);
    }
  });
});
