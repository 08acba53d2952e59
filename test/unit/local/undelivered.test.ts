import { expect, test } from '@jest/globals';
import type { Undelivered } from '#core/undelivered';
import { followUndelivered } from '../../../local/undelivered.ts';

const since = '2026-11-23T08:14:24.118Z';
const unsent = {
  digest: 'd1',
  recipient: 'rita@contactsheet.example',
  kind: 'review',
  pictures: 3,
  since,
  tries: 1,
} as const;

test('npm start says once of each mail that it does not leave, and of each address that it takes none', async () => {
  const lines: string[] = [];
  const all: Undelivered = {
    unsent: [{ ...unsent, error: 'SendingPausedException', nextAt: since }],
    unreachable: [],
  };
  let looks = 0;
  const enough = new Promise<void>((resolve) => {
    const following = followUndelivered(
      async () => {
        looks += 1;
        if (looks === 2) throw new Error('the local AWS is restarting');
        // Tried again without success: that is no news.
        if (looks === 3)
          all.unsent[0] = { ...unsent, error: 'SendingPausedException', tries: 2, nextAt: since };
        if (looks === 4)
          all.unreachable.push({ address: 'sam@contactsheet.example', why: 'bounced', since, until: since });
        if (looks === 6) following.end().then(resolve, resolve);
        return all;
      },
      (line) => lines.push(line),
      1,
    );
  });
  await enough;
  expect(lines).toEqual([
    expect.stringContaining(
      'mail: A mail to rita@contactsheet.example about 3 pictures has not left (SendingPausedException).',
    ),
    expect.stringContaining('mail: Mail to sam@contactsheet.example came back.'),
  ]);
});
