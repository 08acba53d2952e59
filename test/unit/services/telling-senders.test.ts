import { describe, expect, test } from '@jest/globals';
import { changeOf } from '#core/events';
import type { ImageRecord } from '#core/image';
import { tellingSenders } from '#services/telling-senders';
import { announced } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const failed = announced({ status: 'failed', version: 1 });

async function tell(...records: ImageRecord[]) {
  const lines: unknown[] = [];
  const logger = { info: (...line: unknown[]) => void lines.push(line) };
  const event = changeOf({ status: 'processing' }, failed);
  if (!event) throw new Error('nothing changed');
  await tellingSenders({ images: memoryImages(...records), logger })(event);
  return lines;
}

describe('a picture that came to its end', () => {
  test('is told to its sender', async () => {
    expect(await tell(failed)).toEqual([['a sender is to be told', { pictures: 1 }]]);
  });

  test('is not where the sender asked for it, or deleted it meanwhile', async () => {
    expect(await tell({ ...failed, notifySender: false })).toEqual([]);
    expect(await tell()).toEqual([]);
  });
});
