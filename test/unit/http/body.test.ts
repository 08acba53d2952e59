import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AppError } from '#core/errors';
import { json } from '#http/answer';
import { readBody } from '#http/body';
import { endpoint } from '#http/endpoint';
import { body as announcement, titleOf } from '../../../src/functions/create-image/schema.ts';
import { choice, comment, title } from '../../../src/functions/shapes.ts';
import { flood, processorTime } from '../foreign.ts';
import { call, event, options } from './calling.ts';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

/** What is read of a body, or the error's code and its fields'. */
function read(body: string | Buffer, type = JSON_TYPE): unknown {
  const sent = {
    body: body.toString(Buffer.isBuffer(body) ? 'base64' : 'utf8'),
    isBase64Encoded: Buffer.isBuffer(body),
  };
  try {
    return readBody(sent, type, { accepts: [JSON_TYPE, FORM] });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, ...error.detail };
  }
}

const malformed = expect.objectContaining({ code: 'malformed-body' });

describe('the text of a body', () => {
  it('may begin with a byte order mark', () => {
    expect(read('\ufeff{"title":"Cup"}')).toEqual({ title: 'Cup' });
    expect(read(Buffer.from('\ufeff{"title":"Cup"}'))).toEqual({ title: 'Cup' });
  });

  it.each([
    ['a byte that never occurs', [0xff]],
    ['a character that is cut off', [0xf0, 0x9f, 0x98]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('that holds %s is refused, encoded by the gateway or not', (_, bytes) => {
    const sent = Buffer.concat([Buffer.from('{"title":"'), Buffer.from(bytes), Buffer.from('"}')]);
    expect(read(sent)).toEqual(malformed);
    // The gateway hands text on so.
    expect(read(sent.toString())).toEqual(malformed);
    const escaped = bytes.map((byte) => `%${byte.toString(16)}`).join('');
    expect(read(`comment=a${escaped}b`, FORM)).toEqual(malformed);
  });

  it('holds U+FFFD where that was sent as a character', () => {
    expect(read('{"title":"\\ufffd"}')).toEqual({ title: '\ufffd' });
    expect(read(Buffer.from('{"title":"\ufffd"}'))).toEqual({ title: '\ufffd' });
    expect(read('title=%EF%BF%BD', FORM)).toEqual({ title: '\ufffd' });
  });

  it('of a form keeps a per cent sign that escapes nothing', () => {
    expect(read('comment=100%25+or+100%', FORM)).toEqual({ comment: '100% or 100%' });
  });
});

describe('half a surrogate pair', () => {
  it.each([
    ['{"title":"\\ud800"}', 'title'],
    ['{"title":"\\udc00 a"}', 'title'],
    ['{"filename":"a\\ud83d.png"}', 'filename'],
    ['{"policy":{"reviewers":["a","\\ud800"]}}', 'policy.reviewers.1'],
    ['{"\\ud800":1}', '\ufffd'],
    ['"\\ud800"', ''],
  ])('is refused in %s, and the field is named', (text, field) => {
    expect(read(text)).toMatchObject({ code: 'invalid-input', errors: [{ field, code: 'not-unicode' }] });
  });

  it('is refused however deep it lies', () => {
    const deep = 30_000;
    expect(read(`${'['.repeat(deep)}"\\ud800"${']'.repeat(deep)}`)).toMatchObject({ code: 'invalid-input' });
  });

  it('is not made where a file name is cut to a title', () => {
    for (const name of [`${'a'.repeat(199)}😀.png`, '👩‍🚀'.repeat(60), `${'e\u0301'.repeat(110)}.jpg`]) {
      const made = titleOf(name);
      expect(made.isWellFormed()).toBe(true);
      expect(title.parse(made)).toBe(made);
    }
  });
});

describe('the fields of a form', () => {
  it('are not more than twenty', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&');
    expect(Object.keys(Object(read(many(20), FORM)))).toHaveLength(20);
    expect(read(many(21), FORM)).toMatchObject({ errors: [{ code: 'too-many-fields' }] });
  });

  it('come once each', () => {
    expect(read('a=1&b=2&a=3', FORM)).toMatchObject({ errors: [{ field: 'a', code: 'duplicate' }] });
  });

  it.each([
    ['a name of its own for each', Array.from({ length: 9000 }, (_, at) => `${at}=1`).join('&')],
    ['nothing but separators', flood('&')],
    ['one name again and again', flood('a=1&')],
    ['signs that look like bytes', flood('%41%')],
  ])('are read in linear time, 64 KB with %s', async (_, text) => {
    expect(await processorTime(() => read(text, FORM))).toBeLessThan(250);
  });
});

describe('JSON of 64 KB', () => {
  const strict = endpoint(options({ body: z.strictObject({ title }) }), async () =>
    json(200, z.object({}), {}),
  );
  const fields = Array.from({ length: 5000 }, (_, at) => `"f${at}":1`).join();

  it.each([
    ['5,000 fields that nobody asked for', `{${fields}}`],
    ['one long name', `{"${flood('a', 60_000)}":1}`],
    ['lists within lists', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['a list of nothing', `[${flood('0,', 60_000)}0]`],
  ])('is refused in short, with %s', async (_, body) => {
    const { statusCode, body: told } = await call(
      strict,
      event('create-image', { body, headers: { 'content-type': JSON_TYPE } }),
    );
    expect(statusCode).toBe(400);
    expect(told.length).toBeLessThan(2000);
  });

  it('names twenty faults at most', async () => {
    const list = endpoint(options({ body: z.array(z.string()) }), async () => json(200, z.object({}), {}));
    const body = `[${flood('0,', 1000)}0]`;
    const { json: told } = await call(
      list,
      event('create-image', { body, headers: { 'content-type': JSON_TYPE } }),
    );
    expect(told.errors).toHaveLength(20);
  });
});

describe('a comment', () => {
  const lines = (breaks: string) => Array.from({ length: 500 }, () => 'x').join(breaks);

  it.each([
    ['a form', '\r\n'],
    ['an old Mac', '\r'],
    ['a program', '\n'],
  ])('counts a line break of %s as one character, as the page does', (_, breaks) => {
    expect(comment.parse(`${lines(breaks)}y`)).toBe(`${lines('\n')}y`);
    expect(comment.safeParse(`${lines(breaks)}yz`).success).toBe(false);
    expect(choice.parse({ decision: 'reject', comment: `a${breaks}b` }).comment).toBe('a\nb');
  });

  it('takes all that a page with maxlength="1000" lets through, which counts in UTF-16 units', () => {
    expect(comment.parse('😀'.repeat(500))).toHaveLength(1000);
    expect(comment.parse(flood('a\u0301', 1000))).toHaveLength(1000);
    expect(comment.safeParse('a'.repeat(1001)).success).toBe(false);
  });

  it('has its line breaks counted alike in a title', () => {
    expect(title.parse(`${'a\r\n'.repeat(100)}`)).toHaveLength(199);
  });
});

describe('an address', () => {
  const addresses = announcement.shape.reviewers;

  // What <input type="email"> takes: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
  it.each([
    'r&d@example.com',
    'a/b@example.com',
    'ann=tag@example.com',
    'ann@xn--e1afmkfd.xn--p1ai',
    'ann@example.xn--p1ai',
    "o'brien@example.com",
    "!#$%&'*+/=?^_`{|}~-@example.com",
    '.ann.@example.com',
    'a..b@example.com',
    'ann@a.b.c.d.example.museum',
    'ann@1.example',
    'ann@localhost',
  ])('may be %s', (one) => {
    expect(addresses.parse([one])).toEqual([one]);
  });

  it.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@example..com',
    'ann@-example.com',
    'ann@example-.com',
    'ann@example.com.',
    'ann @example.com',
    'ann@ben@example.com',
    '"ann"@example.com',
    'ann@[127.0.0.1]',
    `ann@${'a'.repeat(64)}.com`,
    `${'a'.repeat(250)}@example.com`,
    'ann@example.com\n',
  ])('may not be "%s"', (one) => {
    expect(addresses.safeParse([one]).success).toBe(false);
  });
});
