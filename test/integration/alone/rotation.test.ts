import { randomBytes } from 'node:crypto';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from '@jest/globals';
import { signLink } from '#core/link';
import { REGION, testKeys } from '../../../local/settings.ts';
import { call } from '../../system/client.ts';
import { output, place } from '../../system/place.ts';
import { inReview } from '../../system/scenes.ts';
import { until } from '../../system/until.ts';

const json = { accept: 'application/json' };

it('a link that was mailed works after its key was rotated, and so does one of the new key within seconds', async () => {
  const { pictures } = await inReview();
  const [{ id, links }] = pictures;
  const [mailed] = links;
  expect((await call('GET', mailed, { headers: json })).status).toBe(200);

  const credentials = {
    accessKeyId: testKeys.AWS_ACCESS_KEY_ID,
    secretAccessKey: testKeys.AWS_SECRET_ACCESS_KEY,
  };
  const secrets = new SecretsManagerClient({ endpoint: place().endpoint, region: REGION, credentials });
  const SecretString = randomBytes(48).toString('base64url');
  await secrets.send(new PutSecretValueCommand({ SecretId: output('LinkSecretArn'), SecretString }));
  secrets.destroy();

  const expires = Math.floor(Date.now() / 1000) + 3600;
  const fresh = `/reviews/${signLink({ imageId: id, round: 1, reviewer: 0, expires }, SecretString)}`;
  // The keys are looked at again at most each ten seconds.
  const status = async (link: string) => (await call('GET', link, { headers: json })).status;
  await until('the new key’s link to work', async () => ((await status(fresh)) === 200 ? true : undefined));
  expect(await status(mailed)).toBe(200);
});
