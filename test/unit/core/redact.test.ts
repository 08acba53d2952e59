import { describe, expect, test } from '@jest/globals';
import { redactJson, redactText } from '#core/redact';
import { flood, processorTime } from '../foreign.ts';

const id = '01m83qk71q7xm97055m343hpfk';
const base64 = `AAAAKgAAAAIAAAAA${'Zm9v/b+R'.repeat(20)}=`;

describe('a text that is shown', () => {
  test.each([
    ['an address', 'MessageRejected: jane.doe+x@mail.example.co.uk is not verified', /jane|doe|example/],
    ['an address with a name', 'To: "Jane" <jane@example.com>', /jane@|example/],
    ['an address in other letters', 'für müller@bücher.example', /müller|bücher|example/],
    ['a quoted address', '"jane"@example.com', /example/],
    ['an address in a query', 'to=jane%40example.com', /jane|example/],
    ['a presigned address', 'GET https://b.s3.amazonaws.com/k?X-Amz-Signature=abc failed', /s3|abc|X-Amz/],
    ['what is left of one', 'k?a=b&X-Amz-Signature=0a1b&X-Amz-Security-Token=zz99', /0a1b|zz99/],
    ['a review link', `/reviews/r1.${id}.1.0.tqjxtw.cVCAE6OP4nofGqIaADvzPeVyYjQgO-01MV`, /tqjxtw|cVCA/],
    ['a desk link', `see /desk/d1.${id}.tqjxtw.cVCAE6OP4nofGqIaADvzPeVyYjQgO-01MV.`, /tqjxtw|cVCA/],
    ['a link of another kind', `v12.${id}.1.tqjxtw.cVCAE6OP4nofGqIaADvzPeVyYjQgO-01MV`, /tqjxtw|cVCA/],
    ['a link within an address', `u=%2Freviews%2Fr1.${id}.1.0.tqjxtw.cVCAE6OP4nof`, /tqjxtw|cVCA/],
    [
      'an address with other signs',
      "for ann=x@example.com and r&d/o'b@example.com",
      /ann|=x|r&d|o'b|example/,
    ],
    ['an ID token', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2ln', /eyJ|c2ln/],
    ['an access key', 'AKIAIOSFODNN7EXAMPLE is not known', /AKIA/],
    ['a task token of AWS', `TaskTimedOut: ${base64}`, /Zm9v/],
    ['a task token of the local AWS', 'no 7d444840-9dc0-11d1-b245-5ffdce74fad2', /7d444840|74fad2/],
    ['a token that is named', 'taskToken=short, "token": "sh0rt"', /short|sh0rt/],
    ['a token in JSON within JSON', JSON.stringify({ cause: JSON.stringify({ Token: 'sh0rt' }) }), /sh0rt/],
  ])('has no %s', (_, text, secret) => {
    expect(text).toMatch(secret);
    expect(redactText(text)).not.toMatch(secret);
  });

  test.each([
    'The picture data is damaged.',
    'User: arn:aws:sts::000000000000:assumed-role/contactsheet-local-InspectImageRole-0A1B2C3D4E5F6/contactsheet-local-inspect-image may not',
    `arn:aws:states:us-east-1:000000000000:execution:contactsheet-local-image:${id}-1-1`,
    'Error: Unexpected end of input\n    at Object.handler (file:/var/task/index.mjs:12:34)',
    '596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb',
    'States.TaskFailed',
    '2026-11-24T13:37:08.677Z',
  ])('is left as it is where there is nothing of that: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

test.each([
  ['token', 'token'],
  ['tokens and spaces', 'token '],
  ['half an address', 'a.'],
  ['half addresses in a query', 'a%40'],
  ['half a scheme', 'a+'],
  ['schemes', 'a.b-c+'],
  ['half a JWT', 'eyJ-'],
  ['half JWTs with dots', 'eyJ.'],
  ['half a signature', 'X-Amz-'],
  ['half a link', 'r1'],
  ['links cut off', `r1.${id}.`],
  ['at signs', 'a@'],
  ['half an id', '7d444840-9dc0-'],
  ['quotes', '"\\'],
  ['letters of any alphabet', 'ü'],
])('64 KB of %s are read in linear time', async (_, text) => {
  for (const end of ['', '=', '@', ' ']) {
    expect(await processorTime(() => redactText(`${flood(text)}${end}`))).toBeLessThan(400);
  }
});

test('JSON stays JSON: its fields called tokens go, its texts and names of fields are redacted', () => {
  const value = {
    id,
    count: 2,
    none: null,
    list: [{ taskToken: 'x', at: 'jane@example.com' }],
    'jane@example.com': true,
  };
  expect(redactJson(JSON.stringify(value))).toEqual({
    id,
    count: 2,
    none: null,
    list: [{ at: '[address]' }],
    '[address]': true,
  });
});
