import { createHash, createHmac } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { signedAddresses } from '#adapters/signed-addresses';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a+b/c==' };
const id = '01kadz5t9qx3m8v7rj2c4w6ehn';

const addressesOf = (config: { endpoint?: string; forcePathStyle?: boolean }) =>
  signedAddresses('thumbs', new S3Client({ region: 'eu-central-1', credentials, ...config }), 60);

/** The signature as AWS describes it: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function signatureOf(url: URL): string {
  const given = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const query = given
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const request = ['GET', url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const time = url.searchParams.get('X-Amz-Date') ?? '';
  const scope = `${time.slice(0, 8)}/eu-central-1/s3/aws4_request`;
  const hash = createHash('sha256').update(request).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash].join('\n')).toString('hex');
}

describe('the address of an object', () => {
  it.each([
    ['on AWS', {}, `https://thumbs.s3.eu-central-1.amazonaws.com/${id}/small.webp`],
    [
      'locally',
      { endpoint: 'http://localhost:4566', forcePathStyle: true },
      `http://localhost:4566/thumbs/${id}/small.webp`,
    ],
  ])('%s is signed as AWS describes, for a minute', async (_, config, expected) => {
    const addressOf = addressesOf(config);
    const url = new URL(await addressOf(`${id}/small.webp`));
    expect(`${url.origin}${url.pathname}`).toBe(expected);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe(credentials.sessionToken);
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url));
  });

  it('differs for each key', async () => {
    const addressOf = addressesOf({});
    const [one, other] = await Promise.all([addressOf('a/small.webp'), addressOf('b/small.webp')]);
    expect(new URL(one).searchParams.get('X-Amz-Signature')).not.toBe(
      new URL(other).searchParams.get('X-Amz-Signature'),
    );
  });
});
