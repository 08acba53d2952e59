import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';

/**
 * Signs addresses of a bucket's objects. The SDK works out where the bucket answers once, and the signer alone does the
 * rest: a list of 100 pictures would spend most of its time in the SDK's middleware otherwise (`npm run bench:lists`).
 * @returns the address that shows the object of a key for so many seconds; the key needs no escaping
 */
export function signedAddresses(bucket: string, client: S3Client, seconds: number) {
  const signer = new S3RequestPresigner(client.config);
  let root: Promise<URL> | undefined;

  return async (key: string): Promise<string> => {
    root ??= rootOf(bucket, client);
    const { protocol, hostname, port, pathname, host } = await root.catch((error: unknown) => {
      root = undefined;
      throw error;
    });
    const { path, query = {} } = await signer.presign(
      {
        method: 'GET',
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path: `${pathname}${key}`,
        query: {},
        headers: { host },
      },
      { expiresIn: seconds },
    );
    const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    return `${protocol}//${host}${path}?${new URLSearchParams(pairs)}`;
  };
}

/** Where the bucket's keys begin: in the path of a local endpoint, in the host's name on AWS. */
async function rootOf(bucket: string, client: S3Client): Promise<URL> {
  const some = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: '-' }));
  return new URL('.', some);
}
