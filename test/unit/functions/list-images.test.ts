import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, jest, test } from '@jest/globals';
import { imageItem } from '#adapters/image-items';
import type { PublicImage } from '#core/image';
import { inReview } from '../core/images.ts';
import { call, event } from '../http/calling.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});

test('A list signs one address a picture, as each costs time', async () => {
  process.env = {
    ...before,
    ...{ CONSOLE_ORIGIN: 'https://console.example', PUBLIC_BASE_URL: '', AWS_ENDPOINT_URL: '' },
    ...{ IMAGES_TABLE: 'images', THUMBNAILS_BUCKET: 'thumbnails', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  const { handler } = await import('../../../src/functions/list-images/handler.ts');
  const thumbnails = ['large', 'medium', 'small', 'mail'].map((name, at) => ({
    name,
    width: 1600 >> at,
    height: 1600 >> at,
    bytes: 4000,
    contentType: name === 'mail' ? ('image/jpeg' as const) : ('image/webp' as const),
  }));
  const answer = async () => ({ Items: [imageItem({ ...inReview(), thumbnails })] });
  jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(answer as never);
  const { statusCode, json } = await call(handler, event('list-images'));
  expect(statusCode).toBe(200);
  const [{ thumbnails: shown = [] } = {}]: Partial<PublicImage>[] = json.items;
  expect(shown.map(({ name }) => name)).toEqual(['medium']);
  expect(shown[0]?.url).toContain('X-Amz-Signature=');
});
