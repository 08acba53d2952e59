import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { aws } from './aws.ts';
import { output } from './place.ts';

/** Every version of every object that is kept of a picture, in both buckets. */
export async function objectsOf(id: string): Promise<string[]> {
  const [originals, thumbnails] = await Promise.all([
    versions(output('OriginalsBucket'), `originals/${id}`),
    versions(output('ThumbnailsBucket'), `${id}/`),
  ]);
  return [...originals, ...thumbnails];
}

async function versions(Bucket: string, Prefix: string): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await aws().storage.send(
    new ListObjectVersionsCommand({ Bucket, Prefix }),
  );
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key} ${VersionId}`);
}
