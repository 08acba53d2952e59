/**
 * What a list of 100 pictures costs the processor: presigning every thumbnail with the SDK's own function against
 * signing the one that a list shows, and that against the rest of the answer, by turns in one run.
 * `npm run bench:lists [-- runs]`, 15 runs unless told.
 */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3Thumbnails } from '#adapters/pictures';
import type { ImageRecord } from '#core/image';
import { json } from '#http/answer';
import { asListed, keyOfThumbnail, shows } from '#services/showing';
import { answer } from '../src/functions/list-images/schema.ts';
import { announced, policy } from '../test/unit/core/images.ts';

const runs = Number(process.argv[2] ?? 15);
const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
});
const thumbnails = s3Thumbnails('thumbnails', client);
const show = shows(thumbnails);

const sizes = { large: 1600, medium: 640, small: 160, mail: 640 };
const records: ImageRecord[] = Array.from({ length: 100 }, (_, at) =>
  announced({
    id: `01kadz5t9qx3m8v7rj2c4w${String(1000 + at)}`,
    status: 'in-review',
    policy,
    thumbnails: Object.entries(sizes).map(([name, width]) => ({
      name,
      width,
      height: width,
      bytes: 40_000,
      contentType: name === 'mail' ? 'image/jpeg' : 'image/webp',
    })),
  }),
);

const ways = {
  'every size, by the SDK': () =>
    Promise.all(
      records.flatMap((record) =>
        record.thumbnails.map((one) =>
          getSignedUrl(
            client,
            new GetObjectCommand({ Bucket: 'thumbnails', Key: keyOfThumbnail(record.id, one) }),
            { expiresIn: 60 },
          ),
        ),
      ),
    ),
  'the size shown, by the signer': () =>
    Promise.all(
      records
        .map(asListed)
        .flatMap(({ id, thumbnails: shown }) => shown.map((one) => thumbnails.show(keyOfThumbnail(id, one)))),
    ),
  'the whole answer': async () => {
    const items = await Promise.all(
      records.map((record) => show(asListed(record), 'https://api.contactsheet.example', 'colleague')),
    );
    return json(200, answer, { items });
  },
};

const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
// By turns, so that a slow moment of the machine hits all; the first round warms up.
for (let run = 0; run <= runs; run += 1) {
  for (const [name, work] of Object.entries(ways)) {
    const began = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(began);
    if (run > 0) times.get(name)?.push((user + system) / 1000);
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const whole = median(times.get('the whole answer') ?? []);
for (const [name, values] of times) {
  const middle = median(values);
  console.log(
    `100 pictures, ${name}: ${middle.toFixed(1)} ms of processor time, ratio ${(middle / whole).toFixed(2)}`,
  );
}
