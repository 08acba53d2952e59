import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { s3Originals } from '#adapters/pictures';
import { downloadOf } from '#core/download';
import { ID } from '../core/images.ts';

const key = `originals/${ID}`;

/** A bucket that lists two versions a page. */
function bucketOf(versions: string[], markers: string[] = [], removal: object = {}) {
  const kept = new Set([...versions, ...markers]);
  const client = new S3Client({ region: 'eu-central-1' });
  const listed = [...versions, ...markers];
  const answer = async (command: unknown): Promise<object> => {
    if (command instanceof DeleteObjectsCommand) {
      for (const { VersionId = '' } of command.input.Delete?.Objects ?? []) kept.delete(VersionId);
      return removal;
    }
    if (!(command instanceof ListObjectVersionsCommand)) throw new Error('nothing else is asked');
    const from = listed.indexOf(command.input.VersionIdMarker ?? '') + 1;
    const page = listed.slice(from, from + 2).map((VersionId) => ({ Key: key, VersionId }));
    return {
      Versions: page.filter(({ VersionId }) => versions.includes(VersionId)),
      DeleteMarkers: page.filter(({ VersionId }) => markers.includes(VersionId)),
      IsTruncated: from + 2 < listed.length,
      NextKeyMarker: key,
      NextVersionIdMarker: page.at(-1)?.VersionId,
    };
  };
  client.send = answer as typeof client.send;
  return { kept, originals: s3Originals('originals', client) };
}

describe('the versions of an original', () => {
  test('go but for the one that the picture is pinned to, wherever it is listed', async () => {
    for (const pinned of ['v1', 'v3', 'v5']) {
      const { kept, originals } = bucketOf(['v5', 'v4', 'v3', 'v2', 'v1'], ['m1']);
      await originals.remove(ID, pinned);
      expect([...kept]).toEqual([pinned]);
    }
  });

  test('all go with their picture, and what marks them as deleted goes too', async () => {
    const { kept, originals } = bucketOf(['v3', 'v2', 'v1'], ['m2', 'm1']);
    await originals.remove(ID);
    expect([...kept]).toEqual([]);
  });

  test('that S3 did not remove are a fault, so that the removal is tried again', async () => {
    const { originals } = bucketOf(['v1'], [], { Errors: [{ Key: key, VersionId: 'v1', Code: 'SlowDown' }] });
    await expect(originals.remove(ID)).rejects.toThrow('SlowDown');
  });
});

/** The fields are S3's: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
test('an original’s address names its version, type and file name, since S3 knows only the type that was announced', async () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const originals = s3Originals('originals', new S3Client({ region: 'eu-central-1', credentials }));
  const as = downloadOf("mayor's cup.jpg", 'image/png');
  const { searchParams } = new URL(await originals.show(ID, 'v1', as));
  expect(Object.fromEntries(searchParams)).toMatchObject({
    versionId: 'v1',
    'response-content-type': 'image/png',
    'response-content-disposition':
      "attachment; filename=\"mayor's cup.png\"; filename*=UTF-8''mayor%27s%20cup.png",
    'X-Amz-Expires': '60',
  });
});
