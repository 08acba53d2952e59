import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { objectCreated } from '../../../src/functions/start-workflow/schema.ts';

/** As AWS documents it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const documented = JSON.parse(readFileSync('test/fixtures/object-created.json', 'utf8'));

describe('S3’s “Object Created”', () => {
  test('as AWS sends it names the key and the version', () => {
    expect(objectCreated.parse(documented).detail.object).toEqual({
      key: 'example-key',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
    });
  });

  test('as the local engine sends it names the key alone', () => {
    const { 'version-id': _, ...object } = documented.detail.object;
    const local = { ...documented, detail: { ...documented.detail, object } };
    expect(objectCreated.parse(local).detail.object).toEqual({ key: 'example-key' });
  });
});
