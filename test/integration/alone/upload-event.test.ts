import { readFileSync } from 'node:fs';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from '@jest/globals';
import { aws } from '../../system/aws.ts';
import { announce, see, upload, waitFor } from '../../system/client.ts';
import { address, person } from '../../system/people.ts';
import { photo } from '../../system/pictures.ts';
import { output } from '../../system/place.ts';
import { losingMessages, queueOf } from '../../system/queues.ts';
import { mustRecord } from '../../system/records.ts';
import { until } from '../../system/until.ts';

/** As AWS documents it, with what the local engine leaves out: the version, above all. */
const documented = JSON.parse(readFileSync('test/fixtures/object-created.json', 'utf8'));

/** The versions of a picture's original, the oldest first. */
async function versionsOf(id: string): Promise<string[]> {
  const { Versions = [] } = await aws().storage.send(
    new ListObjectVersionsCommand({ Bucket: output('OriginalsBucket'), Prefix: `originals/${id}` }),
  );
  return Versions.map(({ VersionId = '' }) => VersionId).reverse();
}

it('AWS’s own upload event pins the version that it names, and the others are removed', async () => {
  const sender = await person('sender');
  const [first, second] = [photo('rocket.jpg'), photo('hubble_deep_field.jpg')];
  const { id } = await losingMessages('start-workflow', async () => {
    const announced = await announce(sender, first, { reviewers: [address('reviewer')] });
    for (const { bytes } of [first, second]) expect((await upload(announced.upload, bytes)).status).toBe(204);
    return announced;
  });
  const versions = await versionsOf(id);
  expect(versions).toHaveLength(2);

  const object = {
    ...documented.detail.object,
    key: `originals/${id}`,
    size: first.bytes.length,
    'version-id': versions[0],
  };
  const bucket = { name: output('OriginalsBucket') };
  const { url } = await queueOf('start-workflow');
  await aws().queues.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: JSON.stringify({ ...documented, detail: { ...documented.detail, bucket, object } }),
    }),
  );
  await waitFor(sender, id, 'in-review');
  expect((await mustRecord(id)).upload).toEqual({ versionId: versions[0], bytes: first.bytes.length });
  expect((await see(sender, id)).original?.bytes).toBe(first.bytes.length);
  await until('the other version to be removed', async () =>
    (await versionsOf(id)).length === 1 ? true : undefined,
  );
  expect(await versionsOf(id)).toEqual([versions[0]]);
});
