import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Download } from '#core/download';
import { limits } from '#core/image';
import { signedAddresses } from './signed-addresses.ts';

/** How long an upload may begin after it was offered, in seconds. */
export const UPLOAD_SECONDS = 15 * 60;

/** How long the address of a picture works, in seconds; long enough to follow a redirect. */
const SHOW_SECONDS = 60;

/** An upload: POST the fields and then the file, as `multipart/form-data`. */
export interface UploadOffer {
  url: string;
  fields: Record<string, string>;
  expiresAt: string;
}

/** The S3 client; a local endpoint knows buckets only by path. */
export function s3(endpoint: string): S3Client {
  return new S3Client({ forcePathStyle: endpoint !== '' });
}

const PREFIX = 'originals/';
const originalKey = (id: string) => `${PREFIX}${id}`;

/** The image whose original has this key, or undefined where the key is not one that was made here. */
export function imageOfKey(key: string): string | undefined {
  return /^originals\/([0-7][0-9a-z]{25})$/.exec(key)?.[1];
}

/** The pictures as they were sent in. The bucket is versioned, and a picture is pinned to the version first seen. */
export function s3Originals(bucket: string, client: S3Client) {
  return {
    /** @param sha256 hexadecimal; S3 then refuses any other file */
    async offerUpload(
      id: string,
      contentType: string,
      sha256: string | undefined,
      now: Date,
    ): Promise<UploadOffer> {
      const checksum =
        sha256 === undefined
          ? {}
          : { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') };
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: originalKey(id),
        Conditions: [['content-length-range', 1, limits.bytes]],
        Fields: { 'Content-Type': contentType, ...checksum },
        Expires: UPLOAD_SECONDS,
      });
      return { url, fields, expiresAt: new Date(now.getTime() + UPLOAD_SECONDS * 1000).toISOString() };
    },

    /** The newest version's facts, or undefined where there is no object. */
    async find(id: string, versionId?: string): Promise<{ versionId?: string; bytes: number } | undefined> {
      try {
        const head = await client.send(
          new HeadObjectCommand({ Bucket: bucket, Key: originalKey(id), VersionId: versionId }),
        );
        return { bytes: head.ContentLength ?? 0, ...(head.VersionId ? { versionId: head.VersionId } : {}) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    /** The bytes, whole or the first so many; undefined where the object is gone. */
    async read(id: string, versionId: string | undefined, first?: number): Promise<Buffer | undefined> {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: originalKey(id),
            VersionId: versionId,
            Range: first === undefined ? undefined : `bytes=0-${first - 1}`,
          }),
        );
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    /** An address that downloads the original, for a minute; S3 itself knows only the type that was announced. */
    async show(id: string, versionId: string | undefined, as: Download): Promise<string> {
      return getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket: bucket,
          Key: originalKey(id),
          VersionId: versionId,
          ResponseContentType: as.contentType,
          ResponseContentDisposition: as.disposition,
        }),
        { expiresIn: SHOW_SECONDS },
      );
    },

    /** Removes every version of it, but for one that is to be kept. */
    async remove(id: string, keep?: string): Promise<void> {
      await removeVersions(client, bucket, originalKey(id), keep);
    },
  };
}

export type Originals = ReturnType<typeof s3Originals>;

/** The pictures that were made here. */
export function s3Thumbnails(bucket: string, client: S3Client) {
  const address = signedAddresses(bucket, client, SHOW_SECONDS);
  return {
    async put(key: string, data: Buffer, contentType: string): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: data,
          ContentType: contentType,
          CacheControl: 'private, no-store',
        }),
      );
    },

    /** An address that shows it for a minute. */
    show: (key: string): Promise<string> => address(key),

    /** Removes all thumbnails of an image. */
    async remove(imageId: string): Promise<void> {
      await removeVersions(client, bucket, `${imageId}/`);
    },
  };
}

export type Thumbnails = ReturnType<typeof s3Thumbnails>;

async function removeVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
  keep?: string,
): Promise<void> {
  let keyMarker: string | undefined;
  let versionMarker: string | undefined;
  do {
    const page = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: keyMarker,
        VersionIdMarker: versionMarker,
      }),
    );
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    const found = keep === undefined ? all : all.filter(({ VersionId }) => VersionId !== keep);
    const Objects = found.map(({ Key = '', VersionId }) => ({ Key, VersionId }));
    if (Objects.length > 0) {
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} objects: ${Errors[0]?.Code}`);
    }
    keyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
    versionMarker = page.NextVersionIdMarker;
  } while (keyMarker);
}

function isMissing(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return (
    name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchVersion' || name === 'MethodNotAllowed'
  );
}
