import { describe, expect, it } from '@jest/globals';
import { imageOfExecution } from '#core/lifecycle';
import { linkIn, readDesk, readLink, readView } from '#core/link';
import { mailboxOf } from '#core/mailbox';
import { address, duration, quietHours } from '#core/policy';
import { redactText } from '#core/redact';
import { isRefusal } from '#core/undelivered';
import { durationInWords, oneLine, shorten, someLines } from '#core/words';
import { preferredType } from '#http/accept';
import { unlessKnown } from '#http/cached';
import { readCaller } from '#http/request';
import * as announcement from '../../src/functions/create-image/schema.ts';
import { path as consoleFile } from '../../src/functions/get-console/schema.ts';
import { query as trailQuery } from '../../src/functions/list-events/schema.ts';
import { query as listQuery } from '../../src/functions/list-images/schema.ts';
import { choice, imagePath, leniently, linkPath, title } from '../../src/functions/shapes.ts';
import { ID } from './core/images.ts';
import { flood, MOST_TEXT, processorTime } from './foreign.ts';
import { event } from './http/calling.ts';

const valid = { filename: 'a.png', contentType: 'image/png' };
const parse = (body: object) => announcement.body.safeParse({ ...valid, ...body });
const refused = (message: string) => Object.assign(new Error(message), { name: 'MessageRejected' });

/** Whatever reads text that somebody else wrote. */
const readers: Record<string, (text: string) => unknown> = {
  'a mailed link, mangled': linkIn,
  'a link’s path': (link) => linkPath.safeParse({ link }),
  'a review link': (text) => attempt(() => readLink(text, ['key'])),
  'a desk link': (text) => attempt(() => readDesk(text, ['key'])),
  'the right to look': (text) => attempt(() => readView(text, ['key'])),
  'the choice of a button': (text) => leniently(['approve', 'reject']).safeParse(text),
  'an id': (id) => imagePath.safeParse({ id }),
  'an id in the name of an execution': imageOfExecution,
  'a title': (text) => title.safeParse(text),
  'a comment': (comment) => choice.safeParse({ decision: 'approve', comment }),
  'a file name': (filename) => parse({ filename }),
  'the title of a file': announcement.titleOf,
  'a checksum': (sha256) => parse({ sha256 }),
  'a reviewer': (one) => parse({ reviewers: [one] }),
  'a policy': (text) => parse({ policy: { remindAfter: [text], expireAfter: text, escalateTo: [text] } }),
  'an address': (text) => address.safeParse(text),
  'a duration': (text) => duration.safeParse(text),
  'quiet hours': (text) => quietHours.safeParse({ from: text, to: text, timeZone: text }),
  'an Idempotency-Key': (key) => announcement.headers.safeParse({ 'idempotency-key': key }),
  'a list’s query': (text) => listQuery.safeParse({ limit: text, cursor: text, status: text }),
  'a trail’s query': (text) => trailQuery.safeParse({ limit: text, cursor: text }),
  'a file of the console': (file) => consoleFile.safeParse({ file }),
  'what a client accepts': (text) => preferredType(text, ['text/html', 'application/json']),
  'a tag that a client has': (text) => unlessKnown('W/"a"', text, () => ({ statusCode: 200, body: '' })),
  'the groups of who calls': (text) =>
    readCaller(
      event('get-image', {
        requestContext: {
          ...event('get-image').requestContext,
          authorizer: { claims: { sub: 'a', email: 'a@contactsheet.example', 'cognito:groups': text } },
        },
      }),
    ),
  'a mailbox': mailboxOf,
  'what SES answers': (text) => isRefusal(refused(text), 'a@contactsheet.example'),
  'a text that is redacted': redactText,
  'a line that is shown': (text) => oneLine(text, MOST_TEXT - 10),
  'lines that are shown': (text) => someLines(text, MOST_TEXT - 10),
  'a text that is cut': (text) => shorten(text, MOST_TEXT - 10),
  'a duration in words': durationInWords,
};

function attempt(act: () => unknown): void {
  try {
    act();
  } catch {
    // Refused: how soon is what is asked.
  }
}

/** What expressions go back over again and again, if they go back. */
const texts: readonly string[] = [
  ...['a', 'A1', '0', '.', '-', '+', '@', '%40', '"', "'", '<', '\\', '/', ':', ';', ',', '=', '&', '['],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u200d',
    '\u200b',
    'a ',
    ' .',
    'a.',
    'a@',
    'a+',
    '1.',
    'a-',
    '😀',
    'e\u0301',
    '\ud83d',
  ],
  ...[
    'token',
    'eyJ-',
    'X-Amz-',
    'r1.',
    `r1.${ID}.`,
    `${ID}-1-`,
    'P1',
    'PT1H',
    ';q=',
    '*/*,',
    '""',
    'W/"',
    'http',
    '.jpg',
  ],
];

describe.each(Object.entries(readers))('64 KB read as %s', (_, read) => {
  it('take no more than linear time, whatever they are', async () => {
    read('warm');
    const slow: string[] = [];
    for (const text of texts) {
      for (const end of ['', 'a', '!', '@', ' ']) {
        const sent = `${flood(text, MOST_TEXT - 1)}${end}`;
        if ((await processorTime(() => read(sent))) > 500)
          slow.push(`${JSON.stringify(text)} and ${JSON.stringify(end)}`);
      }
    }
    expect(slow).toEqual([]);
  });
});
